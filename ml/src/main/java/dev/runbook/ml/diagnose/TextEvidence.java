package dev.runbook.ml.diagnose;

import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.bundle.Incident;
import dev.runbook.ml.facts.Condition;
import dev.runbook.ml.facts.Fact;
import dev.runbook.ml.facts.Facts;
import dev.runbook.ml.facts.Statement;
import dev.runbook.ml.facts.Statements;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What tools said, and what it comes to.
///
/// @param said whether there was anything
/// @param faults what is wrong, the weightiest first
/// @param recoveries what speaks against a fault, the weightiest first
record TextEvidence(boolean said, List<Fact> faults, List<Fact> recoveries) {

    /// An alert says what somebody feared; tools say what is.
    private static final double OF_ALERTS = 0.4;

    private static final int MENTIONED = 3;

    TextEvidence {
        faults = List.copyOf(faults);
        recoveries = List.copyOf(recoveries);
    }

    static TextEvidence of(Bundle bundle, List<Condition> conditions) throws IOException {
        List<Statement> statements = new ArrayList<>();
        for (var output : bundle.evidence()) statements.addAll(Statements.of(output));
        var facts = new Facts(conditions);
        List<Fact> all = new ArrayList<>(facts.in(statements));
        for (var fact : facts.in(reported(bundle.incident())))
            all.add(
                    isFault(fact)
                            ? new Fact(
                                    fact.condition(),
                                    fact.object(),
                                    fact.meaning(),
                                    OF_ALERTS * fact.weight(),
                                    fact.statements())
                            : fact);
        all.sort((a, b) -> Double.compare(b.weight(), a.weight()));
        return new TextEvidence(
                !statements.isEmpty(),
                all.stream().filter(TextEvidence::isFault).toList(),
                all.stream().filter(f -> !isFault(f)).toList());
    }

    private static boolean isFault(Fact fact) {
        return fact.condition().isFault();
    }

    private static List<Statement> reported(Incident incident) {
        return Stream.concat(
                        Stream.of(incident.text()), incident.alerts().stream().map(Incident.ReportedAlert::text))
                .filter(text -> !text.isBlank())
                .distinct()
                .map(text -> new Statement("alert", "", text.replaceAll("\\s+", " "), false))
                .toList();
    }

    private static double weight(List<Fact> facts) {
        return facts.isEmpty() ? 0 : facts.getFirst().weight();
    }

    double fault() {
        return weight(faults);
    }

    boolean isFault() {
        return fault() >= Fact.NOTABLE && fault() >= weight(recoveries);
    }

    /// Tools were asked, and what they said is no fault, or one that is over.
    boolean isHealthy() {
        return said && !isFault();
    }

    /// The weightiest fault, then what else is wrong.
    String faultWords() {
        return words(faults, 0.5 * fault());
    }

    /// That nothing is wrong, with what shows it.
    String healthyWords() {
        var shown = words(recoveries, 0.5);
        return "No failure is active: what was looked at is normal, within normal bounds, and the alert is noise or what"
                + " it told of has recovered." + (shown.isEmpty() ? "" : " " + shown);
    }

    private static String words(List<Fact> facts, double least) {
        List<String> names = new ArrayList<>();
        return facts.stream()
                .filter(f -> f.weight() >= least)
                .filter(f -> !names.contains(f.condition().name())
                        && names.add(f.condition().name()))
                .limit(MENTIONED)
                .map(f -> capital(f.meaning()) + ".")
                .collect(Collectors.joining(" "));
    }

    private static String capital(String text) {
        return text.startsWith("the ") ? "The " + text.substring(4) : text;
    }
}
