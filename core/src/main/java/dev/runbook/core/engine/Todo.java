package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.runbook.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is to be done next for an incident, as [Planner] sees it.
sealed interface Todo {

    /// Whether this may begin while what was written before it is still on its way into the journal: it
    /// only looks and thinks, and when the process dies it is simply done again.
    default boolean runsAhead() {
        return switch (this) {
            case Triage _,
                    Look _,
                    ChooseRunbook _,
                    Read _,
                    Check _,
                    Tell _,
                    Pose _,
                    Enter _,
                    Settle _,
                    Diagnose _,
                    Propose _,
                    Undo _,
                    Write _,
                    LetThrough _,
                    Verify _,
                    Document _ -> true;
            case Deliver _, Act _, Reconcile _, Await _ -> false;
        };
    }

    /// Whether what was written before it may wait for what it writes, because it is thought in no time and
    /// asks nobody.
    default boolean isQuick() {
        return this instanceof Propose || this instanceof Undo || this instanceof Settle || this instanceof Write;
    }

    /// Classify the report and find runbooks.
    record Triage() implements Todo {}

    /// Gather evidence around the problem.
    record Look() implements Todo {}

    /// Choose a runbook for what is known.
    record ChooseRunbook() implements Todo {}

    /// Ask what the steps ask, all at the same time.
    ///
    /// @param steps never empty
    record Read(List<Step.Gather> steps) implements Todo {
        public Read {
            steps = List.copyOf(steps);
        }
    }

    /// Look whether the world is as the step wants it.
    record Check(Step.Verify step) implements Todo {}

    /// Prepare the step's message and write down that it is owed.
    record Tell(Step.Notify step) implements Todo {}

    /// Put the step's question to people.
    record Pose(Step.Ask step) implements Todo {}

    /// Go into the runbook that the step runs.
    record Enter(Step.Call step) implements Todo {}

    /// Give the world the time that what was done needs.
    record Settle() implements Todo {}

    /// Diagnose and recommend.
    record Diagnose(Step.Diagnose step) implements Todo {}

    /// Prepare the step's action and put it before the policy.
    record Propose(Step.Execute step) implements Todo {}

    /// Prepare the taking back of a change, and put it before the policy where that was not agreed to with the
    /// change.
    record Undo(Change change) implements Todo {}

    /// Write down what already follows from the state.
    record Write(List<Event> events) implements Todo {
        public Write {
            events = List.copyOf(events);
        }
    }

    /// Whether what was written before it may go into one commit with what it writes first, because nothing
    /// outside is touched before that commit is durable.
    default boolean joins() {
        return this instanceof Act;
    }

    /// Send a message.
    record Deliver(Notice notice) implements Todo {}

    /// Check that nothing has changed since the plan was made, and let it through.
    ///
    /// @param how why it may go on: nobody vetoed
    record LetThrough(ApprovalRequest request, String how) implements Todo {}

    /// Check that nothing has changed since the plan was cleared, write the intent, act, write the outcome.
    record Act(Phase.Cleared cleared) implements Todo {}

    /// Find out what became of an intent without an outcome.
    record Reconcile(Plan plan, IdempotencyKey key) implements Todo {}

    /// Look at the world again and judge.
    ///
    /// @param cured whether it was verified before, and is watched
    record Verify(int look, boolean cured) implements Todo {}

    /// Write the post-mortem.
    record Document() implements Todo {}

    /// Wait for people, or for a timer.
    record Await(Optional<Instant> until) implements Todo {}
}
