package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.Crash;
import dev.runbook.core.testkit.CrashingJournal;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What breaks around the engine costs what it must and no more, and no incident gets stuck on it.
class FaultsTest {

    private static final String RESTART = "compute.restart_service";

    private static EngineUnderTest highCpu() {
        var engine =
                new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.MEDIUM).build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        return engine;
    }

    private static EngineUnderTest atTheAction() throws InterruptedException {
        var engine = highCpu().reported();
        engine.drive();
        engine.approve("ann");
        return engine;
    }

    @Test
    void aPlaceThatDoesNotAnswerIsAGapAndNotTheEnd() throws InterruptedException {
        var engine = highCpu();
        engine.provider.blindTo("monitoring.get_logs").blindTo("compute.get_top_processes");

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(end.findings().gaps())
                .anySatisfy(
                        gap -> assertThat(gap).startsWith("monitoring.get_logs").contains("does not answer"))
                .anySatisfy(gap -> assertThat(gap).startsWith("compute.get_top_processes"));
    }

    @Test
    void aProviderThatThrowsIsAGapAndNotTheEnd() throws InterruptedException {
        var engine = highCpu();
        engine.provider
                .whenAsked("monitoring.get_logs", _ -> {
                    throw new NoSuchElementException("page 2");
                })
                .whenAsked("compute.get_top_processes", _ -> {
                    throw new ArithmeticException("overflow");
                });

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(end.findings().gaps())
                .anySatisfy(gap -> assertThat(gap).contains("page 2"))
                .anySatisfy(gap -> assertThat(gap).contains("overflow"));
    }

    @Test
    void aSeriesOutOfOrderIsAGapAndNotTheEnd() throws InterruptedException {
        var engine = highCpu();
        var later = new Content.Point(engine.clock.instant(), 1);
        var earlier = new Content.Point(engine.clock.instant().minusSeconds(60), 1);
        engine.provider.whenAsked(
                "compute.get_top_processes",
                _ -> new Observation.Found(
                        List.of(new Content.MetricSeries("web-1", "odd", "", List.of(later, earlier))),
                        new Value.Nothing()));

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(end.findings().gaps()).anySatisfy(gap -> assertThat(gap).contains("order of time"));
    }

    @Test
    void aProviderThatNeverAnswersIsAGapAndNotTheEnd() throws InterruptedException {
        var s = Settings.standard();
        var impatient =
                new Settings(Optional.empty(), s.fit(), s.lookBack(), Duration.ofMillis(20), s.surveyed(), 1, 1, true);
        var engine = highCpu().with(impatient);
        var never = new CountDownLatch(1);
        engine.provider.whenAsked("compute.get_top_processes", _ -> {
            never.await();
            throw new IllegalStateException("not reached");
        });

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(end.findings().gaps())
                .anySatisfy(gap ->
                        assertThat(gap).startsWith("compute.get_top_processes").contains("no answer within"));
    }

    @TestFactory
    Stream<DynamicTest> anErrorInTheMlEngineEscalatesAndDoesNotStick() {
        return Stream.<Consumer<EngineUnderTest>>of(
                        e -> e.minds.classifying(_ -> {
                            throw new NullPointerException();
                        }),
                        e -> e.minds.diagnosing(_ -> {
                            throw new ArrayIndexOutOfBoundsException("7");
                        }),
                        e -> e.minds.recommending((_, _, _) -> {
                            throw new UnsupportedOperationException("no model");
                        }))
                .map(broken -> DynamicTest.dynamicTest(broken.toString(), () -> {
                    var engine = highCpu();
                    broken.accept(engine);

                    var end = engine.reported().driveThroughTimers();

                    assertThat(end.phase())
                            .isInstanceOfSatisfying(
                                    Phase.Escalated.class,
                                    phase -> assertThat(phase.reason()).startsWith("an error in"));
                    assertThat(engine.provider.effects("paging.page")).hasSize(1);
                }));
    }

    @Test
    void anAccountThatCannotBeWrittenSaysSo() throws InterruptedException {
        var engine = highCpu();
        engine.minds.summarizing((_, _) -> {
            throw new IllegalStateException("no words");
        });

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.Documented.class))
                .singleElement()
                .satisfies(event -> assertThat(event.markdown()).contains("INC-1", "no words"));
    }

    @Test
    void aRefusedActionEscalates() throws InterruptedException {
        var engine = atTheAction();
        engine.provider.script(RESTART, Behaviour.REFUSES);

        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Escalated("step restart failed: it refuses", true));
    }

    @TestFactory
    Stream<DynamicTest> anUnclearOutcomeIsFoundOutFromTheProvider() {
        return Stream.of(Behaviour.LOSES_REPLY, Behaviour.BREAKS)
                .map(behaviour -> DynamicTest.dynamicTest(behaviour.name(), () -> {
                    var engine = atTheAction();
                    engine.provider.script(RESTART, behaviour);

                    var end = engine.driveThroughTimers();

                    assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
                    assertThat(engine.provider.effects(RESTART)).hasSize(1);
                    assertThat(engine.events(Event.StepSucceeded.class)).hasSize(1);
                }));
    }

    @Test
    void anActionThatDidNotHappenFailed() throws InterruptedException {
        var engine = atTheAction();
        engine.provider.script(RESTART, Behaviour.TIMES_OUT);

        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.events(Event.StepFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason()).contains("no answer in time", "did not happen"));
    }

    @TestFactory
    Stream<DynamicTest> anOutcomeThatNobodyKnowsIsPutToAPerson() {
        return Stream.of(Behaviour.LOSES_REPLY, Behaviour.TIMES_OUT, Behaviour.BREAKS)
                .map(behaviour -> DynamicTest.dynamicTest(behaviour.name(), () -> {
                    var engine = atTheAction();
                    engine.provider.forgetting(RESTART).script(RESTART, behaviour);

                    var pause = engine.drive();

                    assertThat(engine.incident().phase()).isInstanceOf(Phase.Uncertain.class);
                    assertThat(pause.wakeAt()).isEmpty();
                    assertThat(engine.provider.effects("paging.page")).hasSize(1);
                }));
    }

    @Test
    void whoSaysThatItHappenedLetsTheIncidentGoOn() throws InterruptedException {
        var engine = atTheAction();
        engine.provider.forgetting(RESTART).script(RESTART, Behaviour.LOSES_REPLY);
        engine.drive();

        engine.decide(new Command.Attest(new Actor.Operator("ann"), true, "I saw it restart"));
        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void whoSaysThatItDidNotHappenEndsTheAttempt() throws InterruptedException {
        var engine = atTheAction();
        engine.provider.forgetting(RESTART).script(RESTART, Behaviour.TIMES_OUT);
        engine.drive();

        engine.decide(new Command.Attest(new Actor.Operator("ann"), false, ""));
        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.provider.effects(RESTART)).isEmpty();
    }

    @Test
    void anIntentWhoseOperationIsGoneIsPutToAPerson() throws InterruptedException {
        var engine = atTheAction();
        engine.provider.forgetting(RESTART).script(RESTART, Behaviour.CRASHES_AFTER);
        assertThatThrownBy(engine::drive).isInstanceOf(Crash.class);

        engine.provider.offering(new Catalogue(List.of()));
        engine.drive();

        assertThat(engine.incident().phase()).isInstanceOf(Phase.Uncertain.class);
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
    }

    @Test
    void aQuestionOfARunbookThatCannotBeReadAnyMoreEscalates() throws InterruptedException {
        var engine = new EngineUnderTest(
                RunbookFixture.aRunbook("asking").asking("ask").build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        engine.reported().drive();
        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingAnswer.class);

        engine.library.forgetTheLanguage();
        var end = engine.driveThroughTimers();

        assertThat(end.phase())
                .isInstanceOfSatisfying(
                        Phase.Escalated.class,
                        phase -> assertThat(phase.reason()).contains("another language"));
    }

    @TestFactory
    Stream<DynamicTest> aRunbookThatCannotBeReadAnyMoreEscalatesWhereverTheIncidentStands() {
        return Stream.of(
                        Event.RunbookSelected.class,
                        Event.ApprovalRequested.class,
                        Event.NoticeDelivered.class,
                        Event.ActionCleared.class,
                        Event.StepStarted.class,
                        Event.SettleStarted.class)
                .map(kind -> DynamicTest.dynamicTest("after " + kind.getSimpleName(), () -> {
                    var engine = highCpu().reported().around(kept -> crashingAfter(kind, kept));
                    assertThatThrownBy(engine::driveThroughTimers).isInstanceOf(Crash.class);

                    engine.around(kept -> kept).library.forgetTheLanguage();
                    var end = engine.driveThroughTimers();

                    assertThat(end.phase())
                            .isInstanceOfSatisfying(
                                    Phase.Escalated.class,
                                    phase -> assertThat(phase.reason()).contains("another language"));
                }));
    }

    private static Journal crashingAfter(Class<? extends Event> kind, Journal kept) {
        return new CrashingJournal(
                kept,
                (moment, commit) -> moment == CrashingJournal.Moment.AFTER
                        && commit.events().stream().anyMatch(stamped -> kind.isInstance(stamped.event())));
    }

    @Test
    void aNoticeThatCannotBeSentIsNotOwedForEver() throws InterruptedException {
        var engine = highCpu();
        engine.provider.offering(new Catalogue(engine.provider.catalogue().all().stream()
                .filter(o -> !o.name().toString().equals("chat.post_message"))
                .toList()));

        engine.reported().drive();

        assertThat(engine.incident().owed()).isEmpty();
        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
    }

    @Test
    void whoeverIsOnCallIsPagedWhenTheNoticeOfAVetoWindowReachesNobody() throws InterruptedException {
        var engine = highCpu();
        engine.provider.offering(new Catalogue(engine.provider.catalogue().all().stream()
                .filter(o -> !o.name().toString().equals("chat.post_message"))
                .toList()));

        engine.reported().drive();

        assertThat(engine.provider.effects("paging.page")).hasSize(1);
        assertThat(engine.incident().owed()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> aNoticeWhoseReplyWasLostCountsAsDelivered() {
        return Stream.of(Behaviour.LOSES_REPLY, Behaviour.BREAKS)
                .map(behaviour -> DynamicTest.dynamicTest(behaviour.name(), () -> {
                    var engine = highCpu();
                    engine.provider.script("chat.post_message", behaviour);

                    var pause = engine.reported().drive();

                    assertThat(pause.wakeAt()).contains(engine.clock.instant().plus(EngineUnderTest.VETO_WINDOW));
                }));
    }

    @Test
    void aMessengerThatKeepsNoRecordIsStillUsed() throws InterruptedException {
        var engine = highCpu();
        engine.provider.forgetting("chat.post_message");

        engine.reported().drive();

        assertThat(engine.provider.effects("chat.post_message")).hasSize(1);
        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingVeto.class);
    }

    @Test
    void whenTheJournalFailsNothingIsDone() throws InterruptedException {
        var engine = atTheAction();
        engine.around(kept -> new Journal() {
            @Override
            public List<JournalEntry> read(IncidentId incident) {
                return kept.read(incident);
            }

            @Override
            public Append append(Commit commit) {
                throw new JournalException("read-only", new IllegalStateException());
            }
        });

        assertThatThrownBy(engine::drive).isInstanceOf(JournalException.class);
        assertThat(engine.provider.effects(RESTART)).isEmpty();
    }
}
