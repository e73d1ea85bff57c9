package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.testkit.CrashingJournal.Moment;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.Operators;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import dev.runbook.core.testkit.WatchedEngine;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The process dies once, at every place where it can: on either side of every append, and on either side
/// of every effect. A new process takes up the journal, and everything ends as if nothing had happened.
class CrashTest {

    private static final String RESTART = "compute.restart_service";
    private static final String REBOOT = "compute.reboot_host";

    /// One incident with its runbook and its world.
    private record Story(String name, Runbook runbook, Consumer<EngineUnderTest> world) {}

    private static final List<Story> STORIES = List.of(
            new Story("low risk", note(), shownBy("chat.post_message")),
            new Story("medium risk", RunbookFixture.highCpu(RiskLevel.MEDIUM).build(), shownBy(RESTART)),
            new Story("high risk", RunbookFixture.highCpu(RiskLevel.HIGH).build(), shownBy(RESTART)),
            new Story(
                    "critical risk", RunbookFixture.highCpu(RiskLevel.CRITICAL).build(), shownBy(RESTART)),
            new Story(
                    "every kind of step",
                    RunbookFixture.everyKindOfStep(RiskLevel.HIGH).build(),
                    shownBy(RESTART)),
            new Story("a second round", restartOrReboot(), shownBy(REBOOT)),
            new Story("no cure", restartOrReboot(), shownBy()),
            new Story("two actions", twoActions(), shownBy(REBOOT)),
            new Story("an undo", undone("checkout"), shownBy(REBOOT)),
            new Story("an undo that hangs on the result", undone("{{ result.receipt }}"), shownBy(REBOOT)),
            new Story("a step that fails and undoes", failing(), shownBy()),
            new Story(
                    "undelivered notice",
                    RunbookFixture.highCpu(RiskLevel.MEDIUM).build(),
                    shownBy(RESTART)
                            .andThen(e -> e.provider.fated(
                                    wanted -> wanted.operation().toString().startsWith("chat")
                                            ? Behaviour.REFUSES
                                            : Behaviour.WORKS))));

    private static Runbook note() {
        return RunbookFixture.aRunbook("note")
                .deciding("decide")
                .executing("note", RiskLevel.LOW, "chat.post_message", "channel", "#shop", "text", "we look at it")
                .onlyWhen("true")
                .build();
    }

    private static Runbook restartOrReboot() {
        return RunbookFixture.highCpu(RiskLevel.MEDIUM)
                .executing("reboot", RiskLevel.CRITICAL, REBOOT, "host", "{{ incident.host }}")
                .build();
    }

    private static Runbook twoActions() {
        return RunbookFixture.highCpu(RiskLevel.MEDIUM)
                .executing("reboot", RiskLevel.CRITICAL, REBOOT, "host", "{{ incident.host }}")
                .onlyWhen("true")
                .build();
    }

    /// Restarts the service, and starts it again on another host when that did not help; then reboots the host.
    private static Runbook undone(String service) {
        return RunbookFixture.highCpu(RiskLevel.HIGH)
                .undoneBy(RESTART, "host", "web-2", "service", service)
                .executing("reboot", RiskLevel.CRITICAL, REBOOT, "host", "{{ incident.host }}")
                .build();
    }

    private static Runbook failing() {
        return RunbookFixture.highCpu(RiskLevel.MEDIUM)
                .undoneBy(RESTART, "host", "web-2", "service", "checkout")
                .verifying("well", "cpu_usage < 50")
                .onFailure(new OnFailure.Undo())
                .build();
    }

    private static Consumer<EngineUnderTest> shownBy(String... cures) {
        return engine -> HighCpu.shownBy(engine.provider, engine.clock, cures);
    }

    /// An engine that tells this story, watched.
    private static final class Telling {
        private final WatchedEngine watched;
        private final EngineUnderTest engine;

        private Telling(Story story) {
            watched = new WatchedEngine(story.runbook());
            engine = watched.engine;
            story.world().accept(engine);
        }

        private List<Stamped> told() throws InterruptedException {
            return watched.told(this::goesOn);
        }

        private boolean goesOn() throws InterruptedException {
            if (engine.entries().isEmpty()) engine.reported();
            var pause = engine.drive();
            var asked = Operators.next(engine.incident(), engine.provider);
            if (asked.isPresent()) engine.decide(asked.get());
            else if (pause.wakeAt().isPresent())
                engine.clock.advanceTo(pause.wakeAt().get());
            else return false;
            return true;
        }

        private Telling crashingAt(int nth, Moment moment) {
            watched.crashingAt(nth, moment);
            return this;
        }

        private Telling calling(int nth, Behaviour behaviour) {
            watched.calling(nth, behaviour);
            return this;
        }
    }

    @TestFactory
    Stream<DynamicTest> aCrashOnEitherSideOfAnyAppendChangesNothing() {
        return STORIES.stream()
                .map(story -> DynamicTest.dynamicTest(story.name(), () -> {
                    var expected = new Telling(story).told();
                    assertThat(expected).hasSizeGreaterThan(10);

                    for (var moment : Moment.values()) {
                        var nth = 0;
                        for (var crashed = true; crashed; nth++) {
                            var telling = new Telling(story).crashingAt(nth, moment);
                            assertThat(telling.told())
                                    .as("%s: crash %s append %d", story.name(), moment, nth)
                                    .isEqualTo(expected);
                            crashed = telling.watched.crashed();
                        }
                        assertThat(nth).as("places where it crashed").isGreaterThan(10);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aCrashOnEitherSideOfAnyEffectChangesNothing() {
        return STORIES.stream()
                .map(story -> DynamicTest.dynamicTest(story.name(), () -> {
                    var calm = new Telling(story);
                    var expected = calm.told();
                    var calls = calm.engine.provider.ledger().size();
                    assertThat(calls).isPositive();

                    for (var behaviour :
                            List.of(Behaviour.CRASHES_BEFORE, Behaviour.CRASHES_AFTER, Behaviour.LOSES_REPLY))
                        for (int nth = 0; nth < calls; nth++)
                            assertThat(new Telling(story)
                                            .calling(nth, behaviour)
                                            .told())
                                    .as("%s: call %d %s", story.name(), nth, behaviour)
                                    .isEqualTo(expected);
                }));
    }

    @Test
    void whereNobodyKnowsAPersonSaysAndNothingIsDoneTwice() throws InterruptedException {
        for (var behaviour : List.of(Behaviour.CRASHES_AFTER, Behaviour.LOSES_REPLY, Behaviour.BREAKS)) {
            var telling = new Telling(STORIES.get(2));
            telling.engine.provider.forgetting(RESTART).script(RESTART, behaviour);

            telling.told();

            assertThat(telling.watched.invariants.phase()).as(behaviour.name()).isEqualTo(new Phase.Resolved(true));
            assertThat(telling.engine.provider.effects(RESTART))
                    .as(behaviour.name())
                    .hasSize(1);
            assertThat(telling.engine.events(Event.StepUncertain.class)).hasSize(1);
        }
    }
}
