package dev.runbook.core.engine;

import static dev.runbook.core.testkit.RunbookFixture.aRunbook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.Operators;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every kind of step does, beside those that look, diagnose and change the world.
class StepsTest {

    private static final String RESTART = "compute.restart_service";
    private static final String PROCESSES = "compute.get_top_processes";

    private static EngineUnderTest following(RunbookFixture runbook, RunbookFixture... others) {
        var engine = new EngineUnderTest(runbook.build());
        for (var other : others) engine.library.with(other.build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        return engine.reported();
    }

    private static Observation answer(Object output) {
        return new Observation.NothingFound(Value.of(output));
    }

    private static Value output(EngineUnderTest engine, String step) {
        return engine.incident().run().orElseThrow().outputs().get(step).orElseThrow();
    }

    private static StepResult result(EngineUnderTest engine, String step) {
        return engine.incident().run().orElseThrow().results().get(new StepId(step));
    }

    private static List<String> asked(EngineUnderTest engine, String operation) {
        return engine.provider.ledger().stream()
                .filter(e -> e.operation().toString().equals(operation))
                .map(e -> e.arguments().display())
                .toList();
    }

    @Test
    void aWaitIsATimerThatOutlivesTheDriver() throws InterruptedException {
        var engine = following(aRunbook("patient").waiting("pause", "5m").deciding("decide"));

        var pause = engine.drive();

        assertThat(pause.wakeAt()).contains(engine.clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(engine.events(Event.Diagnosed.class)).isEmpty();
        engine.clock.advance(Duration.ofMinutes(4));
        assertThat(engine.drive().wakeAt()).isPresent();
        engine.clock.advance(Duration.ofMinutes(1));
        engine.drive();
        assertThat(engine.events(Event.StepDelayed.class)).hasSize(1);
        assertThat(engine.events(Event.Diagnosed.class)).hasSize(1);
    }

    @Test
    void aQuestionWaitsForItsAnswerAndLaterStepsSeeIt() throws InterruptedException {
        var engine = following(aRunbook("curious")
                .asking("ask")
                .gathering("processes", PROCESSES, "host", "web-1", "limit", "{{ ask.replicas }}"));

        engine.drive();

        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingAnswer.class);
        var question = Engine.openQuestion(engine.incident()).orElseThrow();
        assertThat(question.text()).isEqualTo("shall we go on?");
        assertThat(engine.decide(
                        new Command.Answer(Operators.ANN, question.id(), Value.fields("go_on", "yes", "why", 1))))
                .isEqualTo(
                        new Decision.Refused(
                                Decision.Reason.WRONG_ANSWER,
                                "INC-1: ap-1 does not ask for 'why'; it asks for go_on, replicas; 'go_on' must be truth, got yes"));
        engine.decide(new Command.Answer(Operators.ANN, question.id(), Value.fields("go_on", true)));
        engine.drive();
        assertThat(output(engine, "ask")).isEqualTo(Value.fields("go_on", true, "replicas", 2));
        assertThat(result(engine, "processes")).isInstanceOf(StepResult.Completed.class);
    }

    @Test
    void aQuestionThatNobodyAnswersFailsItsStep() throws InterruptedException {
        var engine = following(aRunbook("curious")
                .asking("ask")
                .within(Duration.ofMinutes(10))
                .onFailure(new OnFailure.GoTo(new StepId("tell")))
                .gathering("processes", PROCESSES, "host", "web-1")
                .telling("tell", "nobody answers"));

        var pause = engine.drive();
        engine.clock.advanceTo(pause.wakeAt().orElseThrow());
        engine.drive();

        assertThat(engine.events(Event.Expired.class)).hasSize(1);
        assertThat(result(engine, "ask")).isEqualTo(new StepResult.Failed("nobody answered in time"));
        assertThat(result(engine, "processes")).isEqualTo(new StepResult.Skipped("ask failed, and tell follows"));
        assertThat(asked(engine, "chat.post_message")).anyMatch(arguments -> arguments.contains("nobody answers"));
    }

    @Test
    void rulesChooseTheStepThatRuns() throws InterruptedException {
        var engine = following(aRunbook("ruled")
                .choosing("choose", "cpu_usage > 90", "restart")
                .executing("scale", RiskLevel.LOW, "compute.scale_service", "service", "checkout", "replicas", 3)
                .executing("restart", RiskLevel.LOW, RESTART, "host", "web-1", "service", "checkout"));

        engine.driveUntilAsked();

        assertThat(output(engine, "choose").display()).contains("\"action\":\"restart\"");
        assertThat(result(engine, "scale")).isEqualTo(new StepResult.Skipped("restart is chosen instead"));
    }

    @Test
    void aRuleThatDoesNotHoldChoosesNothing() throws InterruptedException {
        var engine = following(aRunbook("ruled")
                .choosing("choose", "cpu_usage > 99", "restart")
                .executing("restart", RiskLevel.LOW, RESTART, "host", "web-1", "service", "checkout"));

        engine.drive();

        assertThat(engine.events(Event.StepSkipped.class))
                .containsExactly(new Event.StepSkipped(new StepId("restart"), "nothing is chosen"));
    }

    @Test
    void aMessageIsAnEffectWithIntentAndOutcome() throws InterruptedException {
        var engine = following(aRunbook("talkative")
                .telling("tell", "CPU of {{ incident.host }}")
                .deciding("decide"));

        engine.drive();

        assertThat(asked(engine, "chat.post_message").getFirst()).contains("CPU of web-1");
        assertThat(result(engine, "tell")).isInstanceOf(StepResult.Completed.class);
        var started = engine.events(Event.NoticeStarted.class).getFirst().notice();
        assertThat(started.about()).isEqualTo(Notice.About.STEP);
        assertThat(engine.events(Event.NoticeDelivered.class))
                .extracting(Event.NoticeDelivered::notice)
                .contains(started.key());
    }

    @Test
    void aMessageThatIsRefusedIsSentAgainAfterAPause() throws InterruptedException {
        var engine = following(aRunbook("talkative").telling("tell", "hello").retrying(3));
        engine.provider.script("chat.post_message", Behaviour.TIMES_OUT, Behaviour.TIMES_OUT);

        var first = engine.drive();
        assertThat(first.wakeAt()).contains(engine.clock.instant().plus(Duration.ofSeconds(10)));
        engine.clock.advanceTo(first.wakeAt().get());
        var second = engine.drive();
        assertThat(second.wakeAt()).contains(engine.clock.instant().plus(Duration.ofSeconds(20)));
        engine.clock.advanceTo(second.wakeAt().get());
        engine.drive();

        assertThat(result(engine, "tell")).isInstanceOf(StepResult.Completed.class);
    }

    @Test
    void aLookThatFailsIsTriedAgainAndThenCostsItsEvidenceOnly() throws InterruptedException {
        var tries = new AtomicInteger();
        var engine = following(aRunbook("stubborn")
                .gathering("processes", PROCESSES, "host", "web-1")
                .retrying(3)
                .deciding("decide"));
        engine.provider.whenAsked(PROCESSES, _ -> {
            tries.incrementAndGet();
            return new Observation.CouldNotLook("it does not answer", true);
        });

        engine.driveThroughTimers();

        assertThat(tries).hasValue(3);
        assertThat(engine.events(Event.StepDelayed.class))
                .extracting(Event.StepDelayed::attempt)
                .containsExactly(2, 3);
        assertThat(engine.incident().findings().gaps())
                .contains("compute.get_top_processes {\"host\":\"web-1\"}: it does not answer");
        assertThat(engine.events(Event.Diagnosed.class)).hasSize(1);
    }

    @Test
    void aLookThatMustNotFailStopsTheRunbook() throws InterruptedException {
        var engine = following(aRunbook("strict")
                .gathering("processes", PROCESSES, "host", "web-1")
                .onFailure(new OnFailure.Stop())
                .deciding("decide"));
        engine.provider.blindTo(PROCESSES);

        engine.drive();

        assertThat(engine.incident().phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.events(Event.Diagnosed.class)).isEmpty();
    }

    @Test
    void anAnswerThatLeavesSomethingOutIsAGapAndNoFailure() throws InterruptedException {
        var engine = following(aRunbook("cut")
                .gathering("processes", PROCESSES, "host", "web-1")
                .onFailure(new OnFailure.Stop())
                .deciding("decide"));
        engine.provider.whenAsked(
                PROCESSES,
                _ -> new Observation.Found(
                        List.of(new Content.Facts("web-1", "top processes", Value.of(List.of("one")))),
                        Value.of(List.of("one")),
                        List.of("it has more than the 1 that was read")));

        engine.drive();

        assertThat(engine.incident().findings().gaps())
                .contains("compute.get_top_processes {\"host\":\"web-1\"}: it has more than the 1 that was read");
        assertThat(engine.events(Event.StepFailed.class)).isEmpty();
        assertThat(engine.events(Event.Diagnosed.class)).hasSize(1);
    }

    @Test
    void neighboursOfOneGroupLookAtTheSameTimeInOneCommit() throws InterruptedException {
        var both = new CountDownLatch(2);
        var engine = following(aRunbook("parallel")
                .gathering("one", PROCESSES, "host", "web-1")
                .parallel("look")
                .gathering("two", PROCESSES, "host", "web-2")
                .parallel("look")
                .gathering("slow", "compute.get_disk_usage", "host", "web-1")
                .parallel("look")
                .within(Duration.ofMillis(50)));
        engine.provider.whenAsked(PROCESSES, arguments -> {
            both.countDown();
            both.await();
            return answer(List.of(arguments.text("host")));
        });
        engine.provider.whenAsked("compute.get_disk_usage", _ -> {
            new CountDownLatch(1).await();
            return answer(List.of());
        });

        engine.drive();

        assertThat(output(engine, "one")).isEqualTo(Value.of(List.of("web-1")));
        assertThat(output(engine, "two")).isEqualTo(Value.of(List.of("web-2")));
        assertThat(engine.incident().findings().gaps())
                .contains("compute.get_disk_usage {\"host\":\"web-1\"}: no answer within 50ms");
    }

    @Test
    void aLookRunsForEachValueAndKeepsTheirOrder() throws InterruptedException {
        var engine = following(aRunbook("loop")
                .then(
                        "hosts",
                        head -> new dev.runbook.core.runbook.Step.Ask(
                                head,
                                new dev.runbook.core.runbook.Template.Literal(Value.of("which hosts?")),
                                List.of(new dev.runbook.core.runbook.Field(
                                        "list",
                                        dev.runbook.core.operation.Parameter.Type.LIST,
                                        "",
                                        Optional.empty(),
                                        List.of()))))
                .gathering("processes", PROCESSES, "host", "{{ item }}")
                .forEach("{{ hosts.list }}"));
        engine.provider.whenAsked(PROCESSES, arguments -> answer(arguments.text("host")));
        engine.drive();
        var question = Engine.openQuestion(engine.incident()).orElseThrow();

        engine.decide(new Command.Answer(
                Operators.ANN, question.id(), Value.fields("list", List.of("web-3", "web-1", "web-2"))));
        engine.drive();

        assertThat(output(engine, "processes")).isEqualTo(Value.of(List.of("web-3", "web-1", "web-2")));
        assertThat(engine.events(Event.LoopStarted.class)).isEmpty();
    }

    @Test
    void whatAStepAsksTwiceIsAskedOnceAndAnswersBoth() throws InterruptedException {
        var engine = following(aRunbook("loop")
                .gathering("hosts", "compute.get_resources")
                .gathering("processes", PROCESSES, "host", "{{ item }}")
                .forEach("{{ hosts }}"));
        var asked = new AtomicInteger();
        engine.provider
                .whenAsked("compute.get_resources", _ -> answer(List.of("web-1", "web-2", "web-1")))
                .whenAsked(PROCESSES, arguments -> {
                    asked.incrementAndGet();
                    return new Observation.Found(
                            List.of(new Content.Facts("web", "processes", Value.text(arguments.text("host")))),
                            Value.text(arguments.text("host")));
                });

        engine.drive();

        assertThat(output(engine, "processes")).isEqualTo(Value.of(List.of("web-1", "web-2", "web-1")));
        assertThat(asked).hasValue(2);
        assertThat(engine.events(Event.EvidenceGathered.class).getLast().evidence())
                .hasSize(2);
    }

    @Test
    void aMessageGoesToEachOfSome() throws InterruptedException {
        var engine = following(aRunbook("loop")
                .gathering("hosts", PROCESSES, "host", "web-1")
                .telling("tell", "look at {{ item }}")
                .forEach("{{ hosts }}"));
        engine.provider.whenAsked(PROCESSES, _ -> answer(List.of("a", "b")));

        engine.drive();

        assertThat(asked(engine, "chat.post_message").toString()).contains("look at a", "look at b");
        assertThat(((Value.Items) output(engine, "tell")).items()).hasSize(2);
    }

    @Test
    void aLoopOverTooManyValuesFails() throws InterruptedException {
        var engine = following(aRunbook("loop")
                .gathering("hosts", PROCESSES, "host", "web-1")
                .telling("tell", "look at {{ item }}")
                .forEach("{{ hosts }}"));
        engine.provider.whenAsked(PROCESSES, _ -> answer(java.util.Collections.nCopies(Step.MOST_ITEMS + 1, "web-1")));

        engine.drive();

        assertThat(result(engine, "tell"))
                .isEqualTo(new StepResult.Failed("for_each has 101 values, and at most 100 are run for"));
    }

    @Test
    void outputsReplaceTheResultThatLaterStepsSee() throws InterruptedException {
        var engine = following(aRunbook("outputs")
                .gathering("processes", PROCESSES, "host", "web-1")
                .giving("name", "{{ result.top }}")
                .telling("tell", "it is {{ processes.name }}"));
        engine.provider.whenAsked(PROCESSES, _ -> answer(Value.fields("top", "java")));

        engine.drive();

        assertThat(asked(engine, "chat.post_message").getFirst()).contains("it is java");
    }

    @Test
    void aRunbookRunsAnotherWithInputsAndSeesItsResults() throws InterruptedException {
        var engine = following(
                aRunbook("outer")
                        .calling("inner_look", "inner", "host", "web-7")
                        .telling("tell", "{{ inner_look.processes }}"),
                aRunbook("inner")
                        .given("host", Optional.empty())
                        .given("why", Optional.of("about {{ incident.host }}"))
                        .gathering("processes", PROCESSES, "host", "{{ inputs.host }}")
                        .telling("explain", "{{ inputs.why }}"));
        engine.provider.whenAsked(PROCESSES, arguments -> answer(arguments.text("host")));

        engine.drive();

        assertThat(asked(engine, "chat.post_message").toString()).contains("about web-1", "web-7");
        assertThat(engine.incident().run().orElseThrow().runbook().id()).isEqualTo("outer");
        assertThat(engine.incident().run().orElseThrow().called()).hasSize(1);
    }

    @Test
    void whatACalledRunbookCannotDoFailsTheStepThatCalledIt() throws InterruptedException {
        var engine = following(
                aRunbook("outer")
                        .calling("inner_look", "inner")
                        .onFailure(new OnFailure.Continue())
                        .calling("nowhere", "missing")
                        .onFailure(new OnFailure.Continue())
                        .telling("tell", "done"),
                aRunbook("inner")
                        .gathering("processes", PROCESSES, "host", "web-1")
                        .onFailure(new OnFailure.Stop()));
        engine.provider.blindTo(PROCESSES);

        engine.drive();

        assertThat(((StepResult.Failed) result(engine, "inner_look")).reason()).contains("step processes failed");
        assertThat(result(engine, "nowhere")).isEqualTo(new StepResult.Failed("there is no runbook 'missing'"));
        assertThat(result(engine, "tell")).isInstanceOf(StepResult.Completed.class);
    }

    @Test
    void aRunbookThatCallsItselfEnds() throws InterruptedException {
        var engine = following(aRunbook("snake").calling("again", "snake"));

        engine.drive();

        assertThat(engine.incident().phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.events(Event.RunbookCalled.class)).hasSize(5);
    }

    @Test
    void aVerifyStepLooksAgainUntilTheWorldIsWell() throws InterruptedException {
        var engine = following(aRunbook("careful")
                .executing("restart", RiskLevel.LOW, RESTART, "host", "web-1", "service", "checkout")
                .onlyWhen("true")
                .verifying("well", "cpu_usage < 50")
                .retrying(5)
                .telling("tell", "it is well"));

        var incident = engine.driveThroughTimers();

        assertThat(incident.phase()).isInstanceOf(Phase.Resolved.class);
        assertThat(engine.events(Event.StepCompleted.class)).isNotEmpty();
    }

    @Test
    void aVerifyStepFailsWhenTheWorldStaysSick() throws InterruptedException {
        var engine = following(
                aRunbook("careful").verifying("well", "cpu_usage < 50").retrying(2));

        engine.driveThroughTimers();

        assertThat(((StepResult.Failed) result(engine, "well")).reason()).contains("cpu_usage < 50 is false");
        assertThat(engine.incident().phase()).isInstanceOf(Phase.Escalated.class);
    }

    @Test
    void aRefusedChangeIsTriedAgainWithAnIntentOfItsOwn() throws InterruptedException {
        var engine = following(aRunbook("stubborn")
                .executing("restart", RiskLevel.LOW, RESTART, "host", "web-1", "service", "checkout")
                .onlyWhen("true")
                .retrying(2));
        engine.provider.script(RESTART, Behaviour.TIMES_OUT);

        var incident = engine.driveThroughTimers();

        assertThat(engine.events(Event.StepStarted.class))
                .extracting(Event.StepStarted::key)
                .doesNotHaveDuplicates();
        assertThat(asked(engine, RESTART)).hasSize(1);
        assertThat(incident.phase().kind()).isNotEqualTo(Phase.Kind.EXECUTING);
    }
}
