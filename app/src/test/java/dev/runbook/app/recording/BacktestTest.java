package dev.runbook.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Verification;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.testkit.ApprovalFixture;
import dev.runbook.core.testkit.SettableClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BacktestTest {

    private static final OperationName RESTART = new OperationName(Capability.COMPUTE, "restart_service");
    private static final OperationName ROLLBACK = new OperationName(Capability.DEPLOYMENTS, "rollback_deployment");
    private static final Verification SEEN = new Verification(
            List.of(new Verification.Signal("is it well", Verification.Answer.GOOD, "it is", Set.of())), 1);

    private static Event does(OperationName operation, boolean undoes) {
        var plan = ApprovalFixture.aPlan();
        return new Event.StepStarted(
                new Plan(
                        plan.runbook(),
                        plan.runbookVersion(),
                        plan.step(),
                        operation,
                        plan.parameters(),
                        plan.target(),
                        plan.risk(),
                        plan.evidence(),
                        Optional.empty(),
                        undoes ? Optional.of(plan.hash()) : Optional.empty()),
                new IdempotencyKey("INC-1/1"),
                1);
    }

    private static Event does(OperationName operation) {
        return does(operation, false);
    }

    private static Optional<OperationName> cure(Event... events) {
        return Backtest.cure(Stream.of(events)
                .map(event -> new Stamped(SettableClock.NOON, Actor.engine(), event))
                .toList());
    }

    @Test
    void whatHelpedAndLastedIsTheCure() {
        assertThat(cure(does(RESTART), new Event.Verified(SEEN))).contains(RESTART);
    }

    @Test
    void whatHelpedForAWhileIsNone() {
        assertThat(cure(
                        does(RESTART),
                        new Event.Verified(SEEN),
                        new Event.CureDecayed(SEEN),
                        new Event.StartedOver("it is back"),
                        does(ROLLBACK),
                        new Event.Verified(SEEN)))
                .contains(ROLLBACK);
        assertThat(cure(does(RESTART), new Event.Verified(SEEN), new Event.CureDecayed(SEEN)))
                .isEmpty();
    }

    @Test
    void takingBackIsNone() {
        assertThat(cure(does(RESTART), does(RESTART, true), new Event.Verified(SEEN)))
                .isEmpty();
    }
}
