package dev.runbook.ml.offline.summary;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.engine.Verification;
import dev.runbook.core.runbook.StepId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A change of the world, as the journal tells it.
///
/// @param how what stood before it, in the policy's words; empty when the journal does not say
/// @param decisions what people said about it
/// @param result how the call ended
/// @param checks what steps of the runbook saw afterwards, in their order
/// @param look the look at the world afterwards, if there was one
record Deed(
        Plan plan,
        Instant startedAt,
        String how,
        List<Account.Word> decisions,
        String result,
        List<Check> checks,
        Optional<Look> look) {

    /// @param helped whether the problem was seen to be gone
    record Look(Verification verification, Instant at, boolean helped) {}

    /// What a step of the runbook saw.
    ///
    /// @param said one phrase
    record Check(StepId step, Instant at, String said) {}

    static Deed begun(Plan plan, Instant at, String how, List<Account.Word> decisions) {
        return new Deed(
                plan, at, how, List.copyOf(decisions), "it is not known how it ended", List.of(), Optional.empty());
    }

    Deed ended(String how) {
        return new Deed(plan, startedAt, this.how, decisions, how, checks, look);
    }

    Deed checked(Check check) {
        var more = Stream.concat(checks.stream(), Stream.of(check)).toList();
        return new Deed(plan, startedAt, how, decisions, result, more, look);
    }

    Deed seen(Look after) {
        return new Deed(plan, startedAt, how, decisions, result, checks, Optional.of(after));
    }

    boolean helped() {
        return look.filter(Look::helped).isPresent();
    }
}
