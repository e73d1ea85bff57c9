package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Optional;

/// What a runbook would do for an incident, as far as that can be known without doing it.
///
/// @param version the digest of the runbook's text
/// @param gathered whether the triage, the survey and the steps that only look were carried out
/// @param survey what the survey before the runbook comes to, one sentence each
/// @param steps in order; those after an ending that is foreseen are left out
/// @param ending what follows the last step, in a sentence
public record Forecast(
        RunbookId runbook,
        Digest version,
        String name,
        boolean gathered,
        List<String> survey,
        List<Foreseen> steps,
        String ending) {
    public Forecast {
        survey = List.copyOf(survey);
        steps = List.copyOf(steps);
    }

    /// One step.
    ///
    /// @param action what runbooks write after `action:`
    /// @param calls what it would call, once for each value of a `for_each` step
    /// @param gate what stands before a change; empty for a step that changes nothing
    /// @param checks what would be looked at afterwards, and what would take it back
    /// @param notes what else is known, one sentence each
    /// @param unknown what would have to be known to say more; each once
    /// @param inside the steps of the runbook that the step calls; empty for any other step
    public record Foreseen(
            StepId step,
            String action,
            String description,
            Fate fate,
            List<Call> calls,
            Optional<Gating> gate,
            Optional<Checks> checks,
            List<String> notes,
            List<Unknown> unknown,
            List<Foreseen> inside) {
        public Foreseen {
            calls = List.copyOf(calls);
            notes = List.copyOf(notes);
            unknown = List.copyOf(unknown);
            inside = List.copyOf(inside);
        }
    }

    /// What becomes of a step.
    public sealed interface Fate {

        /// It was carried out before, or by this dry run because it only looks.
        record Done() implements Fate {}

        /// It would run.
        record Runs() implements Fate {}

        /// It would run if this holds, and whether it does is not known.
        record Depends(String condition) implements Fate {}

        /// It would be passed over.
        record PassedOver(String reason) implements Fate {}

        /// It would fail.
        record Fails(String reason) implements Fate {}
    }

    /// One call, with its values as far as they are known; what is not known stands as the runbook writes it.
    ///
    /// @param target what is acted upon
    public record Call(OperationName operation, Effect effect, Value.Fields parameters, Optional<String> target) {}

    /// What stands before a change.
    public record Gating(RiskLevel risk, ApprovalPolicy.Ruling ruling) {}

    /// What would be looked at after a change, and what would take it back.
    ///
    /// @param success what must hold; the incident's own symptoms must be gone when empty
    /// @param harm what must not hold
    /// @param settle how long the world would be given, in words
    /// @param undo the operation with its values; empty when the runbook names none
    public record Checks(Optional<String> success, Optional<String> harm, String settle, Optional<Call> undo) {}

    /// Something that is not known yet.
    ///
    /// @param name as the runbook writes it
    /// @param from the step that would give it; empty when no step does
    /// @param how who or what would give it, in words
    public record Unknown(String name, Optional<StepId> from, String how) {}
}
