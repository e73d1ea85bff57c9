package dev.runbook.core.runbook;

import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One entry of a runbook.
public sealed interface Step {

    StepId id();

    /// For people; may be empty.
    String description();

    /// The condition under which the step runs; a step without one always runs, but see [Execute].
    Optional<Expression> when();

    Position position();

    /// Asks a provider (`action: gather`). What it answers becomes evidence and the step's output.
    record Gather(
            StepId id,
            String description,
            Optional<Expression> when,
            OperationName operation,
            Template.MapOf parameters,
            Position position)
            implements Step {}

    /// Diagnoses and recommends (`action: ml_decision`). Its output names the recommended step and its target:
    /// `action`, `target_service`, `target_host`, `cause`, `confidence`, …
    ///
    /// @param context the steps whose evidence matters most; the engine sees all evidence
    record Decide(StepId id, String description, Optional<Expression> when, List<StepId> context, Position position)
            implements Step {
        public Decide {
            context = List.copyOf(context);
        }
    }

    /// Changes the world (`action: execute`), after the policy and people agreed. After an `ml_decision`, a
    /// step
    /// without
    /// `when` runs if the decision recommends it; with `when`, the condition alone decides.
    ///
    /// @param risk what the runbook says; the operation's floor may raise it
    /// @param requiresApproval whether somebody must approve whatever the risk
    /// @param success what must hold after the settle window; when absent, the incident's own symptoms must be
    ///     gone
    /// @param settle how long the world is given before it is looked at again
    record Execute(
            StepId id,
            String description,
            Optional<Expression> when,
            OperationName operation,
            Template.MapOf parameters,
            RiskLevel risk,
            boolean requiresApproval,
            Optional<Expression> success,
            Duration settle,
            Position position)
            implements Step {}
}
