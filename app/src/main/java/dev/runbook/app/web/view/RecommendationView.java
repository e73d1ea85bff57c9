package dev.runbook.app.web.view;

import dev.runbook.core.diagnosis.Recommendation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A proposed action.
public record RecommendationView(
        String runbook,
        String step,
        String operation,

        @Schema(description = "What it would act upon", implementation = Object.class) @Nullable
        Object bindings,

        String risk,

        @Schema(description = "Probability that it helps, from 0 to 1")
        double confidence,

        String reason,
        String expectedEffect,
        List<String> evidence) {
    static RecommendationView of(Recommendation recommendation) {
        return new RecommendationView(
                recommendation.runbook().id(),
                recommendation.step().id(),
                recommendation.operation().toString(),
                recommendation.bindings().plain(),
                recommendation.risk().key(),
                recommendation.confidence(),
                recommendation.reason(),
                recommendation.expectedEffect(),
                DiagnosisView.ids(recommendation.evidence()));
    }
}
