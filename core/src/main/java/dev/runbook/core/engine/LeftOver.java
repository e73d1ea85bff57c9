package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A diagnosis of what is left after a cure. Pure.
final class LeftOver {

    /// What is less likely than this is believed by nobody.
    private static final double HARDLY = 0.05;

    private LeftOver() {}

    /// A cause that was cured is none any more, unless something was measured since that says so. Where then
    /// nothing is believed, and all that was left is known to be no fault, nothing else is broken.
    ///
    /// @param cured may be empty; then the diagnosis stays as it is
    /// @param evidence all there is
    static Diagnosis of(Diagnosis diagnosis, List<Cured> cured, List<Evidence> evidence) {
        if (cured.isEmpty() || diagnosis.verdict() == Diagnosis.Verdict.HEALTHY) return diagnosis;
        var measured = evidence.stream()
                .filter(piece -> piece.content() instanceof Content.MetricSeries
                        && cured.getLast().isBefore(piece.id()))
                .map(Evidence::id)
                .collect(Collectors.toSet());
        var hypotheses = diagnosis.hypotheses().stream()
                .map(hypothesis -> withoutCured(hypothesis, cured, measured))
                .toList();
        return new Diagnosis(verdict(diagnosis, hypotheses, cured.getLast(), evidence), hypotheses, diagnosis.gaps());
    }

    private static Diagnosis.Verdict verdict(
            Diagnosis diagnosis, List<Hypothesis> hypotheses, Cured last, List<Evidence> evidence) {
        var standing = hypotheses.stream().filter(h -> h.ruledOut().isEmpty()).toList();
        if (standing.stream().anyMatch(h -> h.confidence() >= HARDLY)) return diagnosis.verdict();
        return isAllHarmless(last, hypotheses, evidence) ? Diagnosis.Verdict.HEALTHY : Diagnosis.Verdict.INCONCLUSIVE;
    }

    private static Hypothesis withoutCured(Hypothesis hypothesis, List<Cured> cured, Set<EvidenceId> measured) {
        if (cured.stream().noneMatch(one -> one.is(hypothesis))
                || !Collections.disjoint(hypothesis.supportedBy(), measured)) return hypothesis;
        return new Hypothesis(
                hypothesis.statement(),
                hypothesis.kind(),
                hypothesis.component(),
                hypothesis.onset(),
                hypothesis.confidence(),
                hypothesis.supportedBy(),
                hypothesis.contradictedBy(),
                Optional.of("it was cured, and is seen to be gone"));
    }

    /// Whether every place where something was left has a hypothesis that is ruled out.
    private static boolean isAllHarmless(Cured last, List<Hypothesis> hypotheses, List<Evidence> evidence) {
        var known = hypotheses.stream()
                .filter(h -> h.ruledOut().isPresent())
                .map(Hypothesis::component)
                .collect(Collectors.toSet());
        return !last.left().isEmpty()
                && evidence.stream()
                        .filter(piece -> last.left().contains(piece.id()))
                        .map(piece -> switch (piece.content()) {
                            case Content.AlertSeen(var alert, var _) -> alert.component();
                            case Content.MetricSeries series -> series.component();
                            case Content.LogLines _, Content.ChangeMade _, Content.Dependencies _, Content.Facts _ ->
                                "";
                        })
                        .allMatch(known::contains);
    }
}
