package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.value.Value;
import dev.runbook.ml.llm.guard.Faithfulness;
import dev.runbook.ml.llm.guard.Ground;
import dev.runbook.ml.llm.prompt.CaseText;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Makes a diagnosis of a model's answer, and leaves out whatever the evidence does not bear.
final class DiagnosisCheck {

    /// @param diagnosis empty when nothing is left of a fault that the model claims
    /// @param remarks what was left out, one sentence each
    record Result(Optional<Diagnosis> diagnosis, List<String> remarks) {}

    private final CaseFile seen;
    private final Set<String> components;
    private final List<String> remarks = new ArrayList<>();

    private DiagnosisCheck(CaseFile seen) {
        this.seen = seen;
        components = components(seen);
    }

    /// @param answer of the shape that the diagnoser asks for
    /// @param seen the case with all evidence that may be cited
    static Result of(JsonNode answer, CaseFile seen) {
        return new DiagnosisCheck(seen).check(answer);
    }

    private Result check(JsonNode answer) {
        var verdict =
                Diagnosis.Verdict.valueOf(answer.path("verdict").stringValue("").toUpperCase(Locale.ROOT));
        var hypotheses = new ArrayList<Hypothesis>();
        for (var claimed : answer.path("hypotheses")) hypothesis(claimed).ifPresent(hypotheses::add);
        hypotheses.sort(Comparator.comparing(
                (Hypothesis hypothesis) -> hypothesis.ruledOut().isPresent()));
        var gaps = Stream.concat(seen.gaps().stream(), said(answer.path("gaps")).stream())
                .distinct()
                .toList();
        var standing = hypotheses.stream().anyMatch(h -> h.ruledOut().isEmpty());
        if (verdict == Diagnosis.Verdict.FAULT && !standing) {
            remarks.add("no hypothesis was left that the evidence bears");
            return new Result(Optional.empty(), remarks);
        }
        return new Result(Optional.of(new Diagnosis(verdict, hypotheses, gaps)), remarks);
    }

    private Optional<Hypothesis> hypothesis(JsonNode claimed) {
        var component = claimed.path("component").stringValue("").strip();
        var support = ids(claimed.path("supported_by"), seen);
        if (support.isEmpty()) return dropped(component, "it cites no evidence that there is");
        if (evidence(support).stream().allMatch(Evidence::givesBackground))
            return dropped(component, "it cites other incidents alone, and no evidence of this one");
        if (!components.contains(component)) return dropped(component, "no evidence knows a component of this name");
        var kind = CauseKind.valueOf(claimed.path("kind").stringValue("").toUpperCase(Locale.ROOT));
        var against = ids(claimed.path("contradicted_by"), seen);
        against.removeAll(support);
        var cited = new HashSet<>(support);
        cited.addAll(against);
        var statement = faithful(claimed.path("statement").stringValue(""), cited, component);
        var excluded = Optional.ofNullable(claimed.path("ruled_out").stringValue(null))
                .filter(why -> !why.isBlank())
                .map(why -> orElse(faithful(why, cited, component), "the evidence contradicts it"));
        return Optional.of(new Hypothesis(
                orElse(statement, component + ": " + kind.description()),
                kind,
                component,
                onset(claimed, support),
                claimed.path("confidence").doubleValue(),
                support,
                against,
                excluded));
    }

    private Optional<Hypothesis> dropped(String component, String why) {
        remarks.add("a hypothesis about '" + cut(component) + "' was dropped: " + why);
        return Optional.empty();
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static String orElse(String text, String instead) {
        return text.isBlank() ? instead : text;
    }

    private String faithful(String text, Collection<EvidenceId> cited, String component) {
        var ground = Ground.of(evidence(cited))
                .knowing(components)
                .and(CaseText.report(seen.report()))
                .and(seen.reportedAt())
                .and(component);
        var checked = Faithfulness.check(text, ground);
        remarks.addAll(checked.removed());
        return checked.text();
    }

    private List<Evidence> evidence(Collection<EvidenceId> ids) {
        return seen.evidence().stream()
                .filter(evidence -> ids.contains(evidence.id()))
                .toList();
    }

    /// A time within what the supporting evidence speaks of; any other is dropped.
    private Optional<Instant> onset(JsonNode claimed, Set<EvidenceId> support) {
        var text = claimed.path("onset").stringValue("");
        if (text.isBlank()) return Optional.empty();
        try {
            var onset = Instant.parse(text);
            if (evidence(support).stream().anyMatch(e -> within(e, onset))) return Optional.of(onset);
        } catch (DateTimeParseException _) {
            // said below
        }
        remarks.add("the onset '" + cut(text) + "' was dropped: no cited evidence speaks of that time");
        return Optional.empty();
    }

    private static boolean within(Evidence evidence, Instant time) {
        var slack = Duration.ofMinutes(1);
        var begin = switch (evidence.content()) {
            case Content.AlertSeen(var alert, var _) -> alert.startedAt();
            case Content.ChangeMade change -> change.time();
            case Content _ -> evidence.window().from();
        };
        return !time.isBefore(begin.minus(slack))
                && !time.isAfter(evidence.window().to().plus(slack));
    }

    /// The ids among those given that are evidence of the case.
    static Set<EvidenceId> ids(JsonNode given, CaseFile seen) {
        var known = new TreeSet<EvidenceId>();
        for (var id : given)
            seen.evidence().stream()
                    .map(Evidence::id)
                    .filter(each -> each.id().equals(id.stringValue("").strip()))
                    .findFirst()
                    .ifPresent(known::add);
        return known;
    }

    private static List<String> said(JsonNode texts) {
        var said = new ArrayList<String>();
        for (var text : texts) said.add(text.stringValue(""));
        return said;
    }

    /// Every host and service that the evidence or the report names as one.
    static Set<String> components(CaseFile seen) {
        var names = new HashSet<String>();
        seen.report().host().ifPresent(names::add);
        seen.report().service().ifPresent(names::add);
        for (var evidence : seen.evidence()) names.addAll(components(evidence));
        return names;
    }

    /// Every host and service that one piece of evidence names as one.
    static Set<String> components(Evidence evidence) {
        var names = new HashSet<String>();
        switch (evidence.content()) {
            case Content.MetricSeries series -> names.add(series.component());
            case Content.LogLines log -> names.add(log.component());
            case Content.AlertSeen(var alert, var _) -> names.add(alert.component());
            case Content.ChangeMade change -> names.add(change.component());
            case Content.Dependencies(var edges) ->
                edges.forEach(edge -> {
                    names.add(edge.from());
                    names.add(edge.to());
                });
            case Content.Facts _ when evidence.givesBackground() -> {}
            case Content.Facts(var about, var _, var facts) -> {
                names.add(about);
                named(facts, names);
            }
        }
        return names;
    }

    private static void named(Value facts, Set<String> names) {
        switch (facts) {
            case Value.Items(var items) -> items.forEach(item -> named(item, names));
            case Value.Fields(var fields) -> {
                for (var member : List.of("name", "service", "host", "database"))
                    Optional.ofNullable(fields.get(member))
                            .filter(Value.Text.class::isInstance)
                            .map(Value::display)
                            .ifPresent(names::add);
            }
            case Value _ -> {}
        }
    }
}
