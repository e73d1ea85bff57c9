package dev.runbook.app.web.view;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/// One piece of evidence in one line.
public record EvidenceLine(
        @Schema(example = "ev-3") String id,

        @Schema(description = "metric_series, log_lines, alert_seen, change_made, dependencies or facts")
        String kind,

        @Schema(description = "What it says, in one line; plain text")
        String headline,

        @Schema(description = "Who saw it", example = "datadog")
        String source,

        @Schema(description = "What was asked", example = "monitoring.get_metrics")
        String operation,

        Instant from,
        Instant to,
        Instant observedAt) {

    public static EvidenceLine of(Evidence evidence) {
        return new EvidenceLine(
                evidence.id().id(),
                kindOf(evidence.content()),
                evidence.content().headline(),
                evidence.source(),
                evidence.query().operation(),
                evidence.window().from(),
                evidence.window().to(),
                evidence.observedAt());
    }

    private static String kindOf(Content content) {
        return Names.of(content.getClass());
    }
}
