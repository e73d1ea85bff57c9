package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What was approved is what runs: an approval holds for one exact plan.
class DriftTest {

    private static final String RESTART = "compute.restart_service";

    private static EngineUnderTest asking(RiskLevel risk) throws InterruptedException {
        var engine = new EngineUnderTest(RunbookFixture.highCpu(risk).build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        engine.reported().drive();
        return engine;
    }

    /// From now on the operation is another than when the plan was made.
    private static void change(ScriptedProvider provider, UnaryOperator<Operation> change) {
        change(provider, RESTART, change);
    }

    static void change(ScriptedProvider provider, String operation, UnaryOperator<Operation> change) {
        provider.offering(new Catalogue(provider.catalogue().all().stream()
                .map(o -> o.name().toString().equals(operation) ? change.apply(o) : o)
                .toList()));
    }

    static Operation riskier(Operation o) {
        return new Operation(
                o.name(),
                o.description(),
                o.parameters(),
                o.effect(),
                o.idempotent(),
                RiskLevel.CRITICAL,
                o.remedies(),
                o.target(),
                o.result());
    }

    private static Operation withoutTarget(Operation o) {
        return new Operation(
                o.name(),
                o.description(),
                o.parameters(),
                o.effect(),
                o.idempotent(),
                o.riskFloor(),
                o.remedies(),
                java.util.Optional.empty(),
                o.result());
    }

    @Test
    void anApprovedPlanThatChangedIsAskedForAnew() throws InterruptedException {
        var engine = asking(RiskLevel.HIGH);
        engine.approve("ann");

        change(engine.provider, DriftTest::riskier);
        engine.drive();

        assertThat(engine.provider.effects(RESTART)).isEmpty();
        assertThat(engine.events(Event.ApprovalVoided.class))
                .singleElement()
                .satisfies(voided -> assertThat(voided.differences()).containsExactly("risk: high became critical"));
        assertThat(Engine.openRequest(engine.incident()).map(ApprovalRequest::gate))
                .contains(new Gate.NeedsApprovals(2, false));
    }

    @Test
    void anApprovalThatNobodyCouldActOnInTimeIsAskedForAnew() throws InterruptedException {
        var engine = asking(RiskLevel.HIGH);
        engine.approve("ann");

        engine.clock.advance(EngineUnderTest.EXPIRY);
        engine.drive();

        assertThat(engine.provider.effects(RESTART)).isEmpty();
        assertThat(engine.events(Event.ApprovalVoided.class))
                .singleElement()
                .satisfies(voided -> assertThat(voided.differences())
                        .singleElement()
                        .asString()
                        .endsWith("not begun since, and an approval holds for 1h"));
        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
    }

    @Test
    void aPlanThatChangedWhileItsVetoWindowRanIsAskedForAnew() throws InterruptedException {
        var engine = asking(RiskLevel.MEDIUM);
        engine.clock.advance(EngineUnderTest.VETO_WINDOW);

        change(engine.provider, DriftTest::riskier);
        engine.drive();

        assertThat(engine.provider.effects(RESTART)).isEmpty();
        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
    }

    @Test
    void aPlanThatCannotBeMadeAnyMoreEscalates() throws InterruptedException {
        var engine = asking(RiskLevel.HIGH);
        engine.approve("ann");

        engine.provider.offering(new Catalogue(engine.provider.catalogue().all().stream()
                .filter(o -> !o.name().toString().equals(RESTART))
                .toList()));
        var end = engine.driveThroughTimers();

        assertThat(end.phase())
                .isEqualTo(new Phase.Escalated(
                        "step restart failed: there is no operation compute.restart_service", true));
        assertThat(engine.provider.effects(RESTART)).isEmpty();
    }

    @Test
    void aPlanThatKeepsChangingIsGivenToAPerson() throws InterruptedException {
        var engine = asking(RiskLevel.HIGH);

        for (int i = 0; i < 20 && Engine.openRequest(engine.incident()).isPresent(); i++) {
            engine.approve("ann");
            if (engine.incident().phase() instanceof Phase.AwaitingApproval) engine.approve("bob");
            var even = i % 2 == 0;
            change(engine.provider, even ? DriftTest::withoutTarget : o -> targeted(o));
            engine.drive();
        }

        assertThat(engine.incident().phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.provider.effects(RESTART)).isEmpty();
    }

    private static Operation targeted(Operation o) {
        return new Operation(
                o.name(),
                o.description(),
                o.parameters(),
                o.effect(),
                o.idempotent(),
                o.riskFloor(),
                o.remedies(),
                java.util.Optional.of("service"),
                o.result());
    }

    @Test
    void aChangedFileDoesNotChangeARunningIncident() throws InterruptedException {
        var engine = asking(RiskLevel.HIGH);
        engine.approve("ann");

        engine.library.with(RunbookFixture.highCpu(RiskLevel.CRITICAL).build());
        engine.driveThroughTimers();

        assertThat(engine.events(Event.ApprovalVoided.class)).isEmpty();
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void remarksAndNoticesChangeNoPlan() throws InterruptedException {
        var engine = asking(RiskLevel.CRITICAL);
        engine.decide(new Command.Comment(new Actor.Operator("eve"), "how odd"));
        engine.approve("ann");
        engine.decide(new Command.Comment(new Actor.Operator("eve"), "really odd"));
        engine.drive();
        engine.approve("bob");
        engine.decide(new Command.Comment(new Actor.Operator("eve"), "go on then"));

        engine.drive();

        assertThat(engine.events(Event.ApprovalVoided.class)).isEmpty();
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void anUndeliveredNoticeChangesNoPlan() throws InterruptedException {
        var engine =
                new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.MEDIUM).build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        engine.provider.script("chat.post_message", Behaviour.REFUSES);
        engine.reported().drive();

        engine.approve("ann");
        engine.drive();

        assertThat(engine.events(Event.ApprovalVoided.class)).isEmpty();
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }
}
