package dev.runbook.app.web.view;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.runbook.StepId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt to change the world.
public record ExecutionView(
        PlanView plan,
        int attempt,

        @Schema(description = "running, succeeded, failed or uncertain")
        String state,

        Instant startedAt,
        Optional<Instant> endedAt,

        @Schema(description = "What the provider answered", implementation = Object.class) @Nullable
        Object result,

        @Schema(description = "Why it failed, or why nobody knows")
        Optional<String> reason) {

    /// Every attempt in order.
    static List<ExecutionView> of(List<JournalEntry> entries) {
        var executions = new ArrayList<ExecutionView>();
        for (var entry : entries) {
            var at = entry.stamped().at();
            switch (entry.stamped().event()) {
                case Event.StepStarted(var plan, var _, var attempt) -> executions.add(started(plan, attempt, at));
                case Event.StepSucceeded(var step, var _, var result) ->
                    end(executions, step, "succeeded", at, result.plain(), Optional.empty());
                case Event.StepFailed(var step, var reason) ->
                    end(executions, step, "failed", at, null, Optional.of(reason));
                case Event.StepUncertain(var step, var _, var reason) ->
                    end(executions, step, "uncertain", at, null, Optional.of(reason));
                case Event.Undone(var step, var _, var result) ->
                    end(executions, step, "succeeded", at, result.plain(), Optional.empty());
                case Event.UndoFailed(var step, var reason) ->
                    end(executions, step, "failed", at, null, Optional.of(reason));
                case Event _ -> {}
            }
        }
        return List.copyOf(executions);
    }

    private static ExecutionView started(Plan plan, int attempt, Instant at) {
        return new ExecutionView(PlanView.of(plan), attempt, "running", at, Optional.empty(), null, Optional.empty());
    }

    /// A step that failed before it started, because it could not be prepared, is no execution.
    private static void end(
            List<ExecutionView> executions,
            StepId step,
            String state,
            Instant at,
            @Nullable Object result,
            Optional<String> reason) {
        if (executions.isEmpty()) return;
        var last = executions.getLast();
        var open = last.state.equals("running") || last.state.equals("uncertain");
        if (!open || !last.plan.step().equals(step.id())) return;
        executions.set(
                executions.size() - 1,
                new ExecutionView(last.plan, last.attempt, state, last.startedAt, Optional.of(at), result, reason));
    }
}
