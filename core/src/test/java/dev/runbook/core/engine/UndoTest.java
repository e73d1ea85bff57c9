package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedMinds;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import dev.runbook.core.testkit.ScriptedProvider.Effect;
import dev.runbook.core.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is taken back, when, and with whose word.
class UndoTest {

    private static final String RESTART = "compute.restart_service";
    private static final String SCALE = "compute.scale_service";
    private static final String REBOOT = "compute.reboot_host";

    /// Adds replicas, and takes them away again when that did not help; then reboots the host.
    private static RunbookFixture scaling(RiskLevel risk, Object replicas) {
        return RunbookFixture.aRunbook("scaling")
                .deciding("decide_action")
                .executing("scale", risk, SCALE, "service", "checkout", "replicas", 6)
                .undoneBy(SCALE, "service", "checkout", "replicas", replicas)
                .executing("reboot", RiskLevel.CRITICAL, REBOOT, "host", "{{ incident.host }}");
    }

    private static EngineUnderTest engine(Runbook runbook, String... cures) {
        var engine = new EngineUnderTest(runbook);
        HighCpu.shownBy(engine.provider, engine.clock, cures);
        engine.minds.recommending((file, diagnosis, candidates) -> candidates.stream()
                .filter(c -> file.tried().stream()
                        .map(TriedAction::operation)
                        .noneMatch(c.operation().name()::equals))
                .map(c -> ScriptedMinds.recommendation(c, diagnosis.leading().orElseThrow()))
                .toList());
        return engine.reported();
    }

    private static List<Value> replicas(EngineUnderTest engine) {
        return engine.provider.effects(SCALE).stream()
                .map(effect -> effect.arguments().get("replicas").orElseThrow())
                .toList();
    }

    @Test
    void aChangeThatDidNotHelpIsTakenBackAndTheInvestigationBeginsAnew() throws InterruptedException {
        var engine = engine(scaling(RiskLevel.MEDIUM, 2).build(), REBOOT);

        engine.driveUntilAsked();

        assertThat(replicas(engine)).containsExactly(Value.of(6), Value.of(2));
        assertThat(engine.events())
                .filteredOn(event -> event instanceof Event.NotVerified
                        || event instanceof Event.Undone
                        || event instanceof Event.StartedOver)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("NotVerified", "Undone", "StartedOver");
        var incident = engine.incident();
        assertThat(incident.history().rounds()).isEqualTo(1);
        assertThat(incident.history().tried())
                .singleElement()
                .satisfies(tried -> assertThat(tried.result()).contains("still fires", "it was undone"));
        assertThat(Engine.openRequest(incident)
                        .map(request -> request.plan().operation().toString()))
                .contains(REBOOT);
    }

    @Test
    void anUndoThatHasBecomeRiskierIsAskedAboutByItself() throws InterruptedException {
        var engine = engine(scaling(RiskLevel.MEDIUM, 2).build(), REBOOT);
        engine.provider.witnessedBy(effect -> {
            if (effect.operation().toString().equals(SCALE))
                DriftTest.change(engine.provider, SCALE, DriftTest::riskier);
        });

        engine.driveUntilAsked();

        assertThat(replicas(engine)).containsExactly(Value.of(6));
        assertThat(Engine.openRequest(engine.incident()).orElseThrow().plan())
                .satisfies(plan -> assertThat(plan.undoes()).isTrue())
                .satisfies(plan -> assertThat(plan.risk()).isEqualTo(RiskLevel.CRITICAL));
    }

    @Test
    void aChangeThatHelpedStays() throws InterruptedException {
        var engine = engine(scaling(RiskLevel.MEDIUM, 2).build(), SCALE);

        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(replicas(engine)).containsExactly(Value.of(6));
    }

    @Test
    void whatSaysThatAnActionDidNotHelpStandsAgainstTheHypothesisItWasTakenAgainst() throws InterruptedException {
        var engine = engine(scaling(RiskLevel.MEDIUM, 2).build(), REBOOT);

        engine.driveUntilAsked();

        var evidence = engine.events(Event.NotVerified.class).getFirst().verification().signals().stream()
                .filter(signal -> signal.answer() == Verification.Answer.BAD)
                .flatMap(signal -> signal.evidence().stream())
                .toList();
        assertThat(evidence).isNotEmpty();
        var tried = engine.incident().history().tried().getFirst();
        assertThat(tried.evidence()).containsAll(evidence);
        var hypothesis =
                engine.events(Event.Diagnosed.class).getLast().diagnosis().leading();
        assertThat(hypothesis.map(Hypothesis::contradictedBy).orElseThrow())
                .as("of %s", hypothesis)
                .containsAnyElementsOf(evidence);
    }

    @Test
    void whoApprovesAnActionSeesItsUndoAndApprovesItAsWell() throws InterruptedException {
        var engine = engine(scaling(RiskLevel.HIGH, 2).build(), REBOOT);
        var asked = engine.driveUntilAsked();

        assertThat(Engine.openRequest(asked).flatMap(request -> request.plan().undo()))
                .hasValueSatisfying(undo -> {
                    assertThat(undo.operation().toString()).isEqualTo(SCALE);
                    assertThat(undo.parameters()).isEqualTo(Value.fields("service", "checkout", "replicas", 2));
                });
        engine.approve("ann");
        engine.driveUntilAsked();

        assertThat(replicas(engine)).containsExactly(Value.of(6), Value.of(2));
        assertThat(engine.events(Event.ApprovalRequested.class))
                .extracting(event -> event.request().plan().step().id())
                .containsExactly("scale", "reboot");
        assertThat(engine.events(Event.ActionCleared.class).getLast().how())
                .isEqualTo("agreed to together with step scale");
    }

    @Test
    void anActionIsAsRiskyAsItsUndo() throws InterruptedException {
        var runbook = RunbookFixture.highCpu(RiskLevel.MEDIUM).undoneBy(REBOOT, "host", "{{ incident.host }}");
        var engine = engine(runbook.build());

        engine.drive();

        var floor = engine.provider.catalogue().all().stream()
                .filter(operation -> operation.name().toString().equals(REBOOT))
                .findFirst()
                .orElseThrow()
                .riskFloor();
        assertThat(floor).isGreaterThan(RiskLevel.MEDIUM);
        assertThat(Engine.openRequest(engine.incident())
                        .map(request -> request.plan().risk()))
                .contains(floor);
    }

    @Test
    void anotherUndoIsAnotherPlan() throws InterruptedException {
        var two = engine(scaling(RiskLevel.HIGH, 2).build()).driveUntilAsked();
        var three = engine(scaling(RiskLevel.HIGH, 3).build()).driveUntilAsked();

        assertThat(Engine.openRequest(two).map(ApprovalRequest::planHash))
                .isNotEqualTo(Engine.openRequest(three).map(ApprovalRequest::planHash));
    }

    @Test
    void anUndoThatHangsOnTheResultIsAskedAboutOnceItIsKnown() throws InterruptedException {
        var runbook = RunbookFixture.highCpu(RiskLevel.HIGH)
                .undoneBy(RESTART, "host", "{{ incident.host }}", "service", "{{ result.receipt }}");
        var engine = engine(runbook.build());
        var asked = engine.driveUntilAsked();
        assertThat(Engine.openRequest(asked).flatMap(request -> request.plan().undo()))
                .hasValueSatisfying(undo -> {
                    assertThat(undo.complete()).isFalse();
                    assertThat(undo.shown().get("service")).contains(Value.text("{{ result.receipt }}"));
                });
        engine.approve("ann");

        engine.driveUntilAsked();

        var request = Engine.openRequest(engine.incident()).orElseThrow();
        assertThat(request.plan().undoes()).isTrue();
        assertThat(request.plan().parameters().get("service")).contains(Value.text("INC-1/restart/1"));
        assertThat(engine.provider.effects(RESTART)).hasSize(1);

        engine.approve("bob");
        engine.drive();
        assertThat(engine.provider.effects(RESTART)).hasSize(2);
        assertThat(engine.events(Event.Undone.class)).hasSize(1);
    }

    @Test
    void whoeverDeniesAnUndoTakesOver() throws InterruptedException {
        var runbook = RunbookFixture.highCpu(RiskLevel.HIGH)
                .undoneBy(RESTART, "host", "{{ incident.host }}", "service", "{{ result.receipt }}");
        var engine = engine(runbook.build());
        engine.driveUntilAsked();
        engine.approve("ann");
        engine.driveUntilAsked();

        engine.decline("bob");
        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
        assertThat(end.run().orElseThrow().results().toString()).doesNotContain("denied");
    }

    @Test
    void aStepThatFailsTakesBackWhatWasChangedBeforeIt() throws InterruptedException {
        var runbook = RunbookFixture.aRunbook("two")
                .deciding("decide_action")
                .executing("scale", RiskLevel.MEDIUM, SCALE, "service", "checkout", "replicas", 6)
                .undoneBy(SCALE, "service", "checkout", "replicas", 2)
                .onlyWhen("true")
                .executing("restart", RiskLevel.MEDIUM, RESTART, "host", "web-1", "service", "checkout")
                .onlyWhen("true")
                .onFailure(new OnFailure.Undo());
        var engine = engine(runbook.build());
        engine.provider.script(RESTART, Behaviour.REFUSES);

        var end = engine.driveThroughTimers();

        assertThat(replicas(engine)).startsWith(Value.of(6), Value.of(2));
        assertThat(engine.events(Event.UndoBegun.class))
                .extracting(Event.UndoBegun::reason)
                .containsExactly("step restart failed: it refuses");
        assertThat(engine.events(Event.StartedOver.class)).hasSize(1);
        assertThat(end.history().rounds()).isEqualTo(1);
        assertThat(engine.events(Event.StepSkipped.class))
                .extracting(skipped -> skipped.step().id())
                .as("what was tried is not tried again")
                .contains("scale", "restart");
    }

    @Test
    void changesAreTakenBackTheLastOneFirst() throws InterruptedException {
        var runbook = RunbookFixture.aRunbook("each")
                .deciding("decide_action")
                .executing("scale", RiskLevel.MEDIUM, SCALE, "service", "{{ item }}", "replicas", 6)
                .undoneBy(SCALE, "service", "{{ item }}", "replicas", 2)
                .forEach("{{ decide_action.all }}")
                .onlyWhen("true");
        var engine = engine(runbook.build());
        engine.minds.recommending((_, diagnosis, candidates) -> candidates.stream()
                .map(c -> ScriptedMinds.recommendation(c, diagnosis.leading().orElseThrow()))
                .map(r -> new Recommendation(
                        r.runbook(),
                        r.step(),
                        r.operation(),
                        Value.fields("all", List.of("checkout", "basket")),
                        r.risk(),
                        r.confidence(),
                        r.reason(),
                        r.expectedEffect(),
                        r.evidence()))
                .toList());

        engine.driveThroughTimers();

        assertThat(engine.provider.effects(SCALE))
                .extracting(Effect::arguments)
                .extracting(arguments -> arguments.get("service").orElseThrow().display() + " "
                        + arguments.get("replicas").orElseThrow().display())
                .startsWith("checkout 6", "basket 6", "basket 2", "checkout 2");
    }

    @Test
    void whatCannotBeTakenBackIsGivenToAPerson() throws InterruptedException {
        var engine = engine(scaling(RiskLevel.MEDIUM, 2).build(), REBOOT);
        engine.provider.script(SCALE, Behaviour.WORKS, Behaviour.REFUSES);

        var end = engine.driveThroughTimers();

        assertThat(end.phase())
                .isInstanceOfSatisfying(
                        Phase.Escalated.class,
                        phase -> assertThat(phase.reason())
                                .startsWith("step scale could not be undone: it refuses; it was to be undone because"));
        assertThat(engine.provider.effects(REBOOT)).isEmpty();
    }

    @Test
    void whereNobodyKnowsWhetherItWasTakenBackAPersonSays() throws InterruptedException {
        for (var happened : List.of(true, false)) {
            var engine = engine(scaling(RiskLevel.MEDIUM, 2).build(), REBOOT);
            engine.provider.forgetting(SCALE).script(SCALE, Behaviour.WORKS, Behaviour.LOSES_REPLY);
            engine.driveThroughTimers();
            assertThat(engine.incident().phase()).isInstanceOf(Phase.Uncertain.class);

            engine.decide(new Command.Attest(new Actor.Operator("ann"), happened, "I looked"));
            var end = engine.driveUntilAsked();

            assertThat(replicas(engine)).hasSize(2);
            assertThat(end.phase().kind()).isEqualTo(happened ? Phase.Kind.AWAITING_APPROVAL : Phase.Kind.ESCALATED);
        }
    }

    @Test
    void whoCannotSeeWhetherItHelpedTakesNothingBack() throws InterruptedException {
        var engine = engine(scaling(RiskLevel.MEDIUM, 2).build(), REBOOT);
        engine.provider.witnessedBy(effect -> {
            if (effect.operation().toString().equals(SCALE))
                engine.provider.blindTo("monitoring.get_metrics").blindTo("monitoring.get_current_alerts");
        });

        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(replicas(engine)).containsExactly(Value.of(6));
    }

    @Test
    void afterTheLastRoundEverythingThatWasTriedIsListed() throws InterruptedException {
        var s = Settings.standard();
        var engine = engine(scaling(RiskLevel.MEDIUM, 2).build())
                .with(new Settings(
                        s.fallback(), s.fit(), s.lookBack(), s.callTimeout(), s.surveyed(), s.looks(), 1, true));

        var end = engine.driveThroughTimers();

        assertThat(end.phase())
                .isInstanceOfSatisfying(
                        Phase.Escalated.class,
                        phase -> assertThat(phase.reason())
                                .startsWith("1 round of acting has not helped; tried: " + SCALE)
                                .endsWith("it was undone); believed until now: checkout uses up the processor"));
        assertThat(end.history().tried()).hasSize(1);
    }

    @Test
    void anUndoThatCannotBePlannedIsNotBegunWithout() throws InterruptedException {
        var runbook = RunbookFixture.highCpu(RiskLevel.MEDIUM).undoneBy("compute.no_such_thing");

        var end = engine(runbook.build()).driveThroughTimers();

        assertThat(end.phase())
                .isEqualTo(new Phase.Escalated(
                        "step restart failed: its undo: there is no operation compute.no_such_thing", true));
    }
}
