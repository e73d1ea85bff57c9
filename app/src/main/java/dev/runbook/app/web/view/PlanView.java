package dev.runbook.app.web.view;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
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

        @Schema(description = "How it is taken back if it does not help; who approves the action approves this too")
        Optional<UndoView> undo,

        @Schema(description = "The hash of the plan that this one takes back")
        Optional<String> takesBack,

        @Schema(description = "The digest of all of this; a decision names it")
        String hash) {

    /// How an action is taken back.
    public record UndoView(
            @Schema(description = "What would be called", example = "compute.scale_service")
            String operation,

            @Schema(description = "The parameters; what hangs on the result of the action as the runbook writes it")
            Map<String, @Nullable Object> parameters,

            @Schema(
                    description = "The names of the parameters that hang on the result of the action; when there are"
                            + " any, the undo is asked about by itself")
            List<String> pending) {}

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.runbook().id(),
                plan.runbookVersion().hex(),
                plan.step().id(),
                plan.operation().toString(),
                plain(plan.parameters()),
                plan.target(),
                plan.risk().key(),
                plan.evidence().hex(),
                plan.undo()
                        .map(undo -> new UndoView(
                                undo.operation().toString(),
                                plain(undo.shown()),
                                List.copyOf(undo.pending().keySet()))),
                plan.takesBack().map(Digest::hex),
                plan.hash().hex());
    }

    private static Map<String, @Nullable Object> plain(Value.Fields values) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        values.fields().forEach((name, value) -> plain.put(name, value.plain()));
        return plain;
    }
}
