package dev.runbook.app.web.view;

import dev.runbook.core.engine.Verification;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/// What a look at the world after acting said.
public record SignalsView(
        @Schema(description = "Whether every signal that could be seen is good, and one could be seen")
        boolean confirmed,

        @Schema(description = "The share of the signals that were good, from 0 to 1")
        double score,

        List<SignalView> signals) {

    private static final int MOST_NAMED = 6;

    /// One thing that was checked.
    public record SignalView(
            String question,

            @Schema(description = "good, bad, harmful or unseen")
            String answer,

            String detail,
            List<String> evidence) {}

    /// The evidence that the signals stand on, each once; a signal that names very much tells nothing about one
    /// piece.
    public List<String> cited() {
        return signals.stream()
                .map(SignalView::evidence)
                .filter(evidence -> evidence.size() <= MOST_NAMED)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    static SignalsView of(Verification verification) {
        return new SignalsView(
                verification.confirmed(),
                verification.score(),
                verification.signals().stream()
                        .map(signal -> new SignalView(
                                signal.question(),
                                Names.of(signal.answer()),
                                signal.detail(),
                                DiagnosisView.ids(signal.evidence())))
                        .toList());
    }
}
