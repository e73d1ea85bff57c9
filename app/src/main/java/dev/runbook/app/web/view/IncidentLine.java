package dev.runbook.app.web.view;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.runbook.RunbookId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;

/// One incident in one line, as lists show it.
public record IncidentLine(
        @Schema(description = "Names the incident", example = "INC-7f3k2m")
        String id,

        @Schema(description = "How many entries its journal has")
        long seq,

        @Schema(description = "The first line of the report")
        String title,

        Optional<String> host,
        Optional<String> service,
        String environment,

        @Schema(description = "What kind of problem: compute, memory, storage, database, network, ... or unknown")
        String category,

        @Schema(description = "low, medium, high or critical")
        String severity,

        @Schema(description = "Where it stands", example = "awaiting_approval")
        String phase,

        @Schema(description = "What it waits for, in words") Optional<String> waitingFor,

        @Schema(description = "The runbook it follows") Optional<String> runbook,

        String reportedBy,
        Instant reportedAt,

        @Schema(description = "When the last entry was made")
        Instant updatedAt) {

    public static IncidentLine of(IncidentSummary summary) {
        return new IncidentLine(
                summary.id().id(),
                summary.seq(),
                summary.title(),
                summary.host(),
                summary.service(),
                summary.environment(),
                Names.of(summary.category()),
                Names.of(summary.severity()),
                Names.of(summary.phase()),
                summary.waitingFor(),
                summary.runbook().map(RunbookId::id),
                summary.reportedBy(),
                summary.reportedAt(),
                summary.updatedAt());
    }
}
