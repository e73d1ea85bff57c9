package dev.runbook.core.engine;

import static dev.runbook.core.testkit.EngineUnderTest.EXPIRY;
import static dev.runbook.core.testkit.EngineUnderTest.REPORTER;
import static dev.runbook.core.testkit.EngineUnderTest.VETO_WINDOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.Crash;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The four tiers of approval, each from the report to the end.
class TiersTest {

    private static final String RESTART = "compute.restart_service";

    private static EngineUnderTest highCpu(RiskLevel risk) {
        var engine = new EngineUnderTest(RunbookFixture.highCpu(risk).build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        return engine.reported();
    }

    @Test
    void lowRiskRunsAtOnce() throws InterruptedException {
        var runbook = RunbookFixture.aRunbook("note")
                .deciding("decide")
                .executing("note", RiskLevel.LOW, "chat.post_message", "channel", "#shop", "text", "we look at it")
                .onlyWhen("true");
        var engine = new EngineUnderTest(runbook.build());
        HighCpu.shownBy(engine.provider, engine.clock, "chat.post_message");

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.ApprovalRequested.class)).isEmpty();
        assertThat(engine.events(Event.ActionCleared.class))
                .singleElement()
                .satisfies(cleared -> assertThat(cleared.how()).isEqualTo("low risk runs at once"));
    }

    @Test
    void mediumRiskWaitsForTheEndOfTheVetoWindow() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);

        var pause = engine.drive();

        var windowEnds = engine.clock.instant().plus(VETO_WINDOW);
        assertThat(pause.wakeAt()).contains(windowEnds);
        assertThat(engine.provider.effects(RESTART)).isEmpty();

        engine.clock.set(windowEnds.minusNanos(1));
        engine.drive();
        assertThat(engine.provider.effects(RESTART)).isEmpty();

        engine.clock.set(windowEnds);
        engine.drive();
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void whatWasSeenBeforeAnActionBeganIsOnRecordAndNoPlanHangsOnIt() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);

        engine.drive();
        engine.clock.advance(VETO_WINDOW);
        engine.drive();

        var gathered = engine.events(Event.EvidenceGathered.class);
        var lastLook = gathered.stream()
                .filter(look -> look.step().equals(Incident.LAST_LOOK))
                .toList();
        assertThat(lastLook).singleElement().satisfies(look -> {
            assertThat(look.evidence()).isNotEmpty();
            assertThat(engine.incident().findings().evidence()).doesNotContainAnyElementsOf(look.evidence());
        });
        assertThat(gathered.stream().flatMap(look -> look.evidence().stream()).map(Evidence::id))
                .doesNotHaveDuplicates();
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void aVetoedActionNeverRuns() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);
        engine.drive();

        engine.decline("ann");
        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Escalated("ann vetoed compute.restart_service: too risky", true));
        assertThat(engine.provider.effects(RESTART)).isEmpty();
    }

    @Test
    void aVetoCountsUntilTheActionIsCleared() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);
        engine.drive();
        engine.clock.advance(VETO_WINDOW.plusHours(2));

        var decision = engine.decline("ann");
        engine.driveThroughTimers();

        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        assertThat(engine.provider.effects(RESTART)).isEmpty();
    }

    @Test
    void anApprovalEndsTheVetoWindowEarly() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);
        engine.drive();

        engine.approve("ann");
        engine.drive();

        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void anUndeliveredNoticeAsksForAnApprovalInstead() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);
        engine.provider.script("chat.post_message", Behaviour.REFUSES);

        engine.drive();
        engine.clock.advance(VETO_WINDOW.multipliedBy(2));
        engine.drive();

        assertThat(engine.provider.effects(RESTART)).isEmpty();
        assertThat(engine.incident().phase())
                .isInstanceOfSatisfying(
                        Phase.AwaitingApproval.class,
                        waiting -> assertThat(waiting.request().gate()).isEqualTo(new Gate.NeedsApprovals(1, false)));

        engine.approve("ann");
        engine.drive();
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void whereNobodyCanBeToldSilenceMeansNothing() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM).with(new Notices(Optional.empty()));

        engine.drive();

        assertThat(engine.provider.ledger()).isEmpty();
        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
    }

    @Test
    void highRiskRunsOnceAnOperatorApprovesWhoDidNotReportIt() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);

        var pause = engine.drive();
        assertThat(pause.wakeAt()).contains(engine.clock.instant().plus(EXPIRY));

        assertThat(engine.approve(REPORTER.name()))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Decision.Reason.REQUESTER));
        engine.drive();
        assertThat(engine.provider.effects(RESTART)).isEmpty();

        engine.approve("ann");
        engine.drive();
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void aDeniedActionEscalates() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);
        engine.drive();

        engine.decline("ann");
        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Escalated("ann denied compute.restart_service: too risky", true));
        assertThat(engine.provider.effects(RESTART)).isEmpty();
        assertThat(engine.provider.effects("paging.page")).hasSize(1);
    }

    @Test
    void whatHealedWhileItsVetoWindowRanIsLeftAlone() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);
        engine.drive();

        HighCpu.shownBy(engine.provider, engine.clock, "chat.post_message");
        engine.clock.advance(VETO_WINDOW);
        engine.drive();

        assertThat(engine.provider.effects(RESTART)).isEmpty();
        assertThat(engine.incident().phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.ApprovalVoided.class)
                        .getFirst()
                        .differences()
                        .getFirst())
                .startsWith("the problem is gone without it: alert HighCpu of web-1 is silent");
    }

    @Test
    void whatCannotBeSeenAtTheEndOfItsVetoWindowDoesNotRun() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);
        engine.drive();

        engine.provider.blindTo("monitoring.get_metrics").blindTo("monitoring.get_current_alerts");
        engine.clock.advance(VETO_WINDOW);
        engine.drive();

        assertThat(engine.provider.effects(RESTART)).isEmpty();
        assertThat(engine.incident().phase())
                .isInstanceOfSatisfying(
                        Phase.Escalated.class,
                        phase ->
                                assertThat(phase.reason()).contains("whether the problem still exists cannot be seen"));
    }

    @Test
    void aRunbookThatSaysSoGoesOnAfterADenial() throws InterruptedException {
        for (var after : List.of(new OnFailure.Continue(), new OnFailure.GoTo(new StepId("reboot")))) {
            var engine = new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.HIGH)
                    .onFailure(after)
                    .executing("reboot", RiskLevel.CRITICAL, "compute.reboot_host", "host", "web-1")
                    .onlyWhen("true")
                    .build());
            HighCpu.shownBy(engine.provider, engine.clock, "compute.reboot_host");
            engine.reported().drive();

            engine.decline("ann");
            engine.drive();

            assertThat(engine.provider.effects(RESTART)).isEmpty();
            assertThat(Engine.openRequest(engine.incident())
                            .map(request -> request.plan().step().id()))
                    .contains("reboot");
        }
    }

    @Test
    void aPersonTakesOverAfterADenialOfAStepThatWouldUndo() throws InterruptedException {
        var engine = new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.HIGH)
                .onFailure(new OnFailure.Undo())
                .build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        engine.reported().drive();

        engine.decline("ann");

        assertThat(engine.driveThroughTimers().phase()).isInstanceOf(Phase.Escalated.class);
    }

    @Test
    void whereARuleSaysSoTheRunbookGoesOnWhenNobodyDecides() throws InterruptedException {
        var goesOn = new ApprovalPolicy.Terms(Optional.of(Duration.ofMinutes(5)), ApprovalPolicy.Aftermath.GOES_ON);
        var policy = new ApprovalPolicy(
                List.of(new ApprovalPolicy.Rule("ask", "", _ -> true, new Gate.NeedsApprovals(1, false), goesOn)),
                EXPIRY);
        var engine = highCpu(RiskLevel.HIGH).with(policy);
        var pause = engine.drive();
        assertThat(pause.wakeAt()).contains(engine.clock.instant().plus(Duration.ofMinutes(5)));

        engine.clock.advance(Duration.ofMinutes(5));
        engine.drive();

        assertThat(engine.provider.effects(RESTART)).isEmpty();
        assertThat(engine.events(Event.Escalated.class).getFirst().reason())
                .isEqualTo("step restart failed: nobody decided in time");
    }

    @Test
    void anApprovalCountsOnlyWithTheRoleThatThePolicyWants() throws InterruptedException {
        var policy = new ApprovalPolicy(
                List.of(new ApprovalPolicy.Rule(
                        "chief", _ -> true, new Gate.NeedsApprovals(1, false, Set.of("administrator")))),
                EXPIRY);
        var engine = highCpu(RiskLevel.HIGH).with(policy);
        engine.drive();
        var request = Engine.openRequest(engine.incident()).orElseThrow();
        var ann = new Actor.Operator("ann");

        assertThat(engine.decide(new Command.Approve(ann, request.id(), request.planHash(), "", Set.of("approver"))))
                .isEqualTo(
                        new Decision.Refused(
                                Decision.Reason.ROLE,
                                "ap-1 needs the role administrator, and ann has approver; somebody with that role must approve"));
        assertThat(engine.decide(new Command.Approve(
                        ann, request.id(), request.planHash(), "", Set.of("approver", "administrator"))))
                .isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void anotherAttemptAtTheSamePlanNeedsNoOtherApproval() throws InterruptedException {
        var engine = retrying();

        engine.approve("ann");
        engine.driveThroughTimers();

        assertThat(engine.events(Event.StepStarted.class)).hasSize(3);
        assertThat(engine.events(Event.ApprovalRequested.class)).hasSize(1);
        assertThat(engine.events(Event.ActionCleared.class))
                .extracting(Event.ActionCleared::how)
                .containsExactly(
                        "approved by ann",
                        "approved by ann; attempt 2 at the same plan",
                        "approved by ann; attempt 3 at the same plan");
    }

    @Test
    void anotherAttemptAfterTheRequestWouldHaveExpiredIsAskedAbout() throws InterruptedException {
        var engine = retrying();
        engine.clock.advance(EXPIRY.minusSeconds(1));

        engine.approve("ann");
        engine.driveUntilAsked();

        assertThat(engine.events(Event.ApprovalRequested.class)).hasSize(2);
        assertThat(engine.provider.effects(RESTART)).isEmpty();
    }

    /// A restart that is refused twice for now, and is tried three times.
    private static EngineUnderTest retrying() throws InterruptedException {
        var engine = new EngineUnderTest(
                RunbookFixture.highCpu(RiskLevel.HIGH).retrying(3).build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        engine.provider.script(RESTART, Behaviour.TIMES_OUT, Behaviour.TIMES_OUT);
        engine.reported().drive();
        return engine;
    }

    @Test
    void aRequestThatNobodyAnswersEscalates() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);

        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.events(Event.Expired.class)).containsExactly(new Event.Expired(RequestId.number(1)));
        assertThat(engine.provider.effects(RESTART)).isEmpty();
    }

    @Test
    void criticalRiskNeedsTwoOperatorsWhoDidNotAsk() throws InterruptedException {
        var engine = highCpu(RiskLevel.CRITICAL);
        engine.drive();

        assertThat(engine.approve(REPORTER.name()))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Decision.Reason.REQUESTER));
        engine.approve("ann");
        engine.drive();
        assertThat(engine.provider.effects(RESTART)).isEmpty();

        engine.approve("bob");
        engine.drive();
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void aStepThatRequiresApprovalIsAskedForWhateverItsRisk() throws InterruptedException {
        var engine = new EngineUnderTest(
                RunbookFixture.highCpu(RiskLevel.MEDIUM).requiringApproval().build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        engine.reported().drive();

        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
    }

    @Test
    void aRunbookCannotTakeARiskBelowTheFloorOfTheOperation() throws InterruptedException {
        var engine = highCpu(RiskLevel.LOW);

        engine.drive();

        var floor = engine.provider.catalogue().all().stream()
                .filter(operation -> operation.name().toString().equals(RESTART))
                .map(Operation::riskFloor)
                .findFirst();
        assertThat(Engine.openRequest(engine.incident())
                        .map(request -> request.plan().risk()))
                .isEqualTo(floor);
        assertThat(floor).isEqualTo(Optional.of(RiskLevel.MEDIUM));
    }

    @Test
    void theWindowOpensWhenDeliveryIsConfirmedAndNotBefore() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);
        engine.provider.script("chat.post_message", Behaviour.CRASHES_BEFORE);
        assertThatThrownBy(engine::drive).isInstanceOf(Crash.class);
        engine.clock.advance(Duration.ofHours(3));

        var pause = engine.drive();

        assertThat(pause.wakeAt()).contains(engine.clock.instant().plus(VETO_WINDOW));
    }
}
