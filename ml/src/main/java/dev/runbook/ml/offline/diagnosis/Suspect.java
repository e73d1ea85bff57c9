package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.ml.offline.scene.Measurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A possible cause while arguments for and against it are collected. One thread at a time.
final class Suspect {

    /// Without arguments a cause is unlikely: log odds of about one in twenty.
    private static final double PRIOR = -3;

    /// So many reasons are given.
    private static final int REASONS = 3;

    private final CauseKind kind;
    private final String component;
    private final String claim;
    private final List<Argument> arguments = new ArrayList<>();
    private double failures;
    private Optional<Instant> began = Optional.empty();
    private Optional<Instant> onset = Optional.empty();
    private Optional<String> ruledOut = Optional.empty();

    /// One thing that speaks for or against a cause.
    ///
    /// @param weight what it adds to the log odds; negative when it speaks against
    /// @param since the time that the phrase names as the beginning, if it names one
    record Argument(double weight, String phrase, Set<EvidenceId> evidence, Optional<Instant> since) {}

    /// @param claim the statement's main clause, without figures
    Suspect(CauseKind kind, String component, String claim) {
        this.kind = kind;
        this.component = component;
        this.claim = claim;
    }

    Suspect argue(double weight, String phrase, Collection<EvidenceId> evidence) {
        return argue(weight, phrase, evidence, Optional.empty());
    }

    private Suspect argue(double weight, String phrase, Collection<EvidenceId> evidence, Optional<Instant> since) {
        arguments.add(new Argument(weight, phrase, Set.copyOf(evidence), since));
        return this;
    }

    /// Argues with what was heard.
    Suspect argue(double weight, Hints.Hint hint) {
        hint.since().ifPresent(this::heard);
        return argue(weight, hint.phrase(), hint.evidence(), hint.since());
    }

    /// Argues with an action that should have helped and did not.
    Suspect failed(double weight, String phrase, Collection<EvidenceId> evidence) {
        failures += weight;
        return argue(weight, phrase, evidence);
    }

    Suspect argue(double weight, Measurement measurement) {
        measurement.onset().ifPresent(this::heard);
        return argue(weight, measurement.phrase(), measurement.evidence(), measurement.onset());
    }

    /// Says when it began, which is known better than when its effects were seen.
    Suspect began(Instant time) {
        began = Optional.of(time);
        heard(time);
        return this;
    }

    /// Keeps the earliest onset that is told.
    private void heard(Instant time) {
        if (onset.isEmpty() || time.isBefore(onset.get())) onset = Optional.of(time);
    }

    Suspect ruleOut(String reason) {
        if (ruledOut.isEmpty()) ruledOut = Optional.of(reason);
        return this;
    }

    CauseKind kind() {
        return kind;
    }

    String component() {
        return component;
    }

    Optional<Instant> onset() {
        return onset;
    }

    /// When it began, as far as the statement gives a reason: a time that no reason names is left to the
    /// evidence.
    Optional<Instant> statedOnset() {
        return began.or(() -> reasons().flatMap(a -> a.since().stream()).min(Comparator.naturalOrder()))
                .or(this::onset);
    }

    Optional<String> ruledOut() {
        return ruledOut;
    }

    double logOdds() {
        return PRIOR + arguments.stream().mapToDouble(Argument::weight).sum();
    }

    /// The log odds before anything was done about it.
    double logOddsAtFirst() {
        return logOdds() - failures;
    }

    Set<EvidenceId> supporting() {
        return evidence(a -> a.weight() > 0);
    }

    Set<EvidenceId> contradicting() {
        return evidence(a -> a.weight() < 0);
    }

    private Set<EvidenceId> evidence(Predicate<Argument> which) {
        return arguments.stream()
                .filter(which)
                .flatMap(a -> a.evidence().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The claim and its three weightiest arguments, strongest first.
    String statement() {
        var reasons = reasons().map(Argument::phrase).distinct().collect(Collectors.joining("; "));
        return reasons.isEmpty() ? claim : claim + ": " + reasons;
    }

    private Stream<Argument> reasons() {
        return arguments.stream()
                .filter(a ->
                        a.weight() > 0 && !a.phrase().isEmpty() && !a.evidence().isEmpty())
                .sorted(Comparator.comparingDouble(Argument::weight).reversed())
                .limit(REASONS);
    }

    /// The weightiest argument against it, if there is any.
    Optional<Argument> mainObjection() {
        return arguments.stream().filter(a -> a.weight() < 0).min(Comparator.comparingDouble(Argument::weight));
    }
}
