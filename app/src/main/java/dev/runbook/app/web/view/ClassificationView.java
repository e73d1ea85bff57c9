package dev.runbook.app.web.view;

import dev.runbook.core.incident.Classification;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/// What the triage said.
public record ClassificationView(
        String category,
        String severity,

        @Schema(description = "Probability that the category is right, from 0 to 1")
        double confidence,

        List<String> reasons) {
    static ClassificationView of(Classification classification) {
        return new ClassificationView(
                Names.of(classification.category()),
                Names.of(classification.severity()),
                classification.confidence(),
                classification.reasons());
    }
}
