package dev.runbook.app.web.view;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.evidence.EvidenceId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the evidence says about the cause.
public record DiagnosisView(
        @Schema(description = "fault, healthy or inconclusive")
        String verdict,

        @Schema(description = "Possible causes, best first") List<HypothesisView> hypotheses,

        @Schema(description = "Causes that the evidence excludes, with the reason")
        List<HypothesisView> ruledOut,

        @Schema(description = "What could not be seen, one sentence each")
        List<String> gaps) {

    /// A possible cause.
    public record HypothesisView(
            String statement,
            String cause,
            String component,

            @Schema(description = "When the cause began, where the evidence shows it")
            Optional<Instant> onset,

            @Schema(description = "Probability that the statement holds, from 0 to 1")
            double confidence,

            @Schema(description = "Ids of the evidence for it")
            List<String> supportedBy,

            @Schema(description = "Ids of the evidence against it")
            List<String> contradictedBy,

            @Schema(description = "Why it is excluded") Optional<String> ruledOut) {
        static HypothesisView of(Hypothesis hypothesis) {
            return new HypothesisView(
                    hypothesis.statement(),
                    Names.of(hypothesis.kind()),
                    hypothesis.component(),
                    hypothesis.onset(),
                    hypothesis.confidence(),
                    ids(hypothesis.supportedBy()),
                    ids(hypothesis.contradictedBy()),
                    hypothesis.ruledOut());
        }
    }

    static DiagnosisView of(Diagnosis diagnosis) {
        var views = diagnosis.hypotheses().stream().map(HypothesisView::of).toList();
        return new DiagnosisView(
                Names.of(diagnosis.verdict()),
                views.stream().filter(h -> h.ruledOut().isEmpty()).toList(),
                views.stream().filter(h -> h.ruledOut().isPresent()).toList(),
                diagnosis.gaps());
    }

    static List<String> ids(Collection<EvidenceId> ids) {
        return ids.stream().map(EvidenceId::id).toList();
    }
}
