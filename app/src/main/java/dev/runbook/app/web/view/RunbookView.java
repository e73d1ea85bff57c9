package dev.runbook.app.web.view;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/// One runbook of the library.
public record RunbookView(
        String id,
        String name,
        String description,

        @Schema(description = "The digest of its text") String version,

        @Schema(description = "When it applies", example = "cpu_usage > 90%")
        Optional<String> trigger,

        String severity,
        List<StepView> steps,

        @Schema(description = "Its text in YAML") String source) {

    /// One step.
    ///
    /// @param action such as `gather`, `ml_decision` or `execute`
    /// @param operation what it calls; absent when it calls none
    /// @param risk what the runbook says; only for `execute`
    public record StepView(
            String id,
            String action,
            String description,
            Optional<String> operation,
            Optional<String> risk,
            Optional<String> when) {
        static StepView of(Step step) {
            return new StepView(
                    step.id().id(),
                    step.action(),
                    step.description(),
                    step.invocation().map(call -> call.operation().toString()),
                    step instanceof Step.Execute execute
                            ? Optional.of(execute.risk().key())
                            : Optional.empty(),
                    step.when().map(Expression::source));
        }
    }

    public static RunbookView of(Runbook runbook) {
        return new RunbookView(
                runbook.id().id(),
                runbook.name(),
                runbook.description(),
                runbook.digest().hex(),
                runbook.trigger().map(Expression::source),
                Names.of(runbook.severity()),
                runbook.steps().stream().map(StepView::of).toList(),
                runbook.source());
    }
}
