package dev.runbook.app.web.view;

import dev.runbook.core.approval.Plan;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One exact action.
public record PlanView(
        String runbook,

        @Schema(description = "The digest of the runbook's text")
        String runbookVersion,

        String step,

        @Schema(description = "What would be called", example = "compute.restart_service")
        String operation,

        @Schema(description = "The exact parameters, with defaults filled in")
        Map<String, @Nullable Object> parameters,

        @Schema(description = "What is acted upon") Optional<String> target,

        @Schema(description = "low, medium, high or critical")
        String risk,

        @Schema(description = "The digest of the evidence that the plan stands on")
        String evidenceDigest,

        @Schema(description = "The digest of all of this; a decision names it")
        String hash) {
    static PlanView of(Plan plan) {
        var parameters = new LinkedHashMap<String, @Nullable Object>();
        plan.parameters().fields().forEach((name, value) -> parameters.put(name, value.plain()));
        return new PlanView(
                plan.runbook().id(),
                plan.runbookVersion().hex(),
                plan.step().id(),
                plan.operation().toString(),
                parameters,
                plan.target(),
                plan.risk().key(),
                plan.evidence().hex(),
                plan.hash().hex());
    }
}
