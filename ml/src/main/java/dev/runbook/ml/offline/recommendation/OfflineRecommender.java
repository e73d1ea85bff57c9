package dev.runbook.ml.offline.recommendation;

import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.Recommender;
import dev.runbook.core.diagnosis.TrackRecord;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.value.Value;
import dev.runbook.ml.facts.Condition;
import dev.runbook.ml.facts.Conditions;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.scene.SceneReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Recommends the actions whose operation cures the kind of cause that a hypothesis names. Ranked by the
/// confidence of the hypothesis, then by risk; on a tie a step of the current runbook comes first. Safe for use
/// by many threads.
public final class OfflineRecommender implements Recommender {

    private final List<Condition> conditions = Conditions.standard();

    /// So many metrics are named that should be as before.
    private static final int SIGNALS = 2;

    /// A candidate for a cause.
    ///
    /// @param past how the operation did on such causes; empty when that is not known
    private record Fit(Candidate candidate, Hypothesis cause, Value.Fields bindings, Optional<TrackRecord.Entry> past) {

        /// How likely it helps: as likely as the cause, and less where it was in vain before.
        double confidence() {
            return cause.confidence() * past.map(TrackRecord.Entry::worth).orElse(1.0);
        }
    }

    @Override
    public List<Recommendation> recommend(CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates) {
        if (diagnosis.leading().isEmpty()) return List.of();
        var scene = SceneReader.read(caseFile, conditions);
        var past = TrackRecord.in(caseFile.evidence());
        var fits = new ArrayList<Fit>();
        for (var cause : diagnosis.hypotheses()) {
            if (cause.ruledOut().isPresent() || cause.confidence() < Recommendation.LEAST_CONFIDENCE) continue;
            for (var candidate : candidates)
                if (candidate.operation().remedies().contains(cause.kind()))
                    Bindings.of(caseFile, scene, cause).stream()
                            .filter(bindings -> isAimed(candidate, bindings) && !tried(caseFile, candidate, bindings))
                            .findFirst()
                            .ifPresent(bindings -> fits.add(new Fit(
                                    candidate,
                                    cause,
                                    bindings,
                                    past.of(candidate.operation().name(), cause.kind()))));
        }
        fits.sort(Comparator.comparingDouble(Fit::confidence)
                .reversed()
                .thenComparing(f -> f.candidate().risk())
                .thenComparing(f -> !f.candidate().current())
                .thenComparing(f -> f.candidate().runbook())
                .thenComparing(f -> f.candidate().step()));
        var seen = new HashSet<String>();
        var chosen = fits.stream().filter(f -> seen.add(deed(f))).toList();
        return IntStream.range(0, chosen.size())
                .mapToObj(i -> recommendation(scene, chosen.get(i), chosen.subList(i + 1, chosen.size())))
                .toList();
    }

    /// What would be done to what: the same in two runbooks is one recommendation.
    private static String deed(Fit fit) {
        var operation = fit.candidate().operation();
        return operation.name().toString()
                + operation.parameters().stream()
                        .map(parameter -> parameter.name() + "="
                                + wanted(fit.bindings(), parameter.name())
                                        .or(() -> fit.candidate()
                                                .settled()
                                                .get(parameter.name())
                                                .map(Value::display))
                                        .orElse(""))
                        .toList();
    }

    /// Whether the evidence says what the operation would act upon, and what the step says by itself is
    /// just that. A runbook that is not followed yet may still find out the rest.
    private static boolean isAimed(Candidate candidate, Value.Fields bindings) {
        var operation = candidate.operation();
        return operation.parameters().stream()
                .filter(Parameter::required)
                .map(Parameter::name)
                .allMatch(name -> isAimed(
                        candidate.settled().get(name).map(Value::display),
                        wanted(bindings, name),
                        !candidate.current() && !operation.target().equals(Optional.of(name))));
    }

    private static boolean isAimed(Optional<String> settled, Optional<String> wanted, boolean mayWait) {
        if (settled.isEmpty()) return mayWait || wanted.isPresent();
        return wanted.isEmpty() || wanted.equals(settled);
    }

    /// Whether the operation was tried on what it would act upon now.
    private static boolean tried(CaseFile file, Candidate candidate, Value.Fields bindings) {
        var operation = candidate.operation();
        return file.tried().stream()
                .filter(t -> t.operation().equals(operation.name()))
                .anyMatch(t -> operation.parameters().stream()
                        .map(Parameter::name)
                        .filter(name -> wanted(bindings, name).isPresent())
                        .allMatch(name ->
                                t.parameters().get(name).map(Value::display).equals(wanted(bindings, name))));
    }

    private static Optional<String> wanted(Value.Fields bindings, String parameter) {
        return bindings.get("target_" + parameter)
                .or(() -> bindings.get(parameter))
                .map(Value::display);
    }

    /// @param others what is recommended less, the best first
    private static Recommendation recommendation(Scene scene, Fit fit, List<Fit> others) {
        var candidate = fit.candidate();
        var cause = fit.cause();
        var bindings =
                fit.bindings().with(Map.of("action", Value.text(candidate.step().id())));
        return new Recommendation(
                candidate.runbook(),
                candidate.step(),
                candidate.operation().name(),
                bindings,
                candidate.risk(),
                fit.confidence(),
                candidate.operation().description() + ", which helps against "
                        + cause.kind().description()
                        + fit.past().map(entry -> "; " + entry.display()).orElse("") + ". " + cause.statement()
                        + others.stream()
                                .findFirst()
                                .map(next -> why(fit, next))
                                .orElse(""),
                effect(scene, cause),
                Stream.concat(cause.supportedBy().stream(), fit.past().flatMap(TrackRecord.Entry::seenIn).stream())
                        .collect(Collectors.toSet()));
    }

    /// Why this, and not the next best.
    private static String why(Fit fit, Fit next) {
        var other = ". Rather than " + next.candidate().operation().name() + ", since ";
        if (next.cause().confidence() > fit.cause().confidence() && next.past().isPresent())
            return other + next.past().get().display();
        if (!fit.cause().equals(next.cause()))
            return other + next.cause().kind().description() + " on "
                    + next.cause().component() + " is the less likely cause";
        if (fit.confidence() > next.confidence() && next.past().isPresent())
            return other + next.past().get().display();
        if (fit.candidate().risk() != next.candidate().risk())
            return other + "that has " + next.candidate().risk().key() + " risk and this "
                    + fit.candidate().risk().key();
        return other + "both help alike, and this is "
                + (fit.candidate().current() && !next.candidate().current()
                        ? "a step of the runbook that is followed"
                        : "named first");
    }

    /// What should be seen afterwards: the metrics that speak for the cause are as before.
    private static String effect(Scene scene, Hypothesis cause) {
        var back = scene.measurements().stream()
                .filter(m -> m.troubled()
                        && m.shift().isPresent()
                        && m.evidence().stream().anyMatch(cause.supportedBy()::contains))
                .sorted(Comparator.comparing(m -> !m.component().equals(cause.component())))
                .limit(SIGNALS)
                .map(Measurement::usually)
                .collect(Collectors.joining(", "));
        return "The trouble on " + cause.component() + " ends" + (back.isEmpty() ? "" : ": " + back);
    }
}
