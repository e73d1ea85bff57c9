package dev.runbook.core.engine;

import static dev.runbook.core.testkit.EngineUnderTest.REPORTER;
import static dev.runbook.core.testkit.Operators.ANN;
import static dev.runbook.core.testkit.Operators.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.testkit.CrashingJournal.Moment;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import dev.runbook.core.testkit.WatchedEngine;
import dev.runbook.core.value.Digest;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Every tier, with everything that people can say about it, whether the action helps or is taken back, with a
/// crash at every moment: on either side of every append, and on either side of every effect.
class DecisionTableTest {

    private static final String RESTART = "compute.restart_service";

    /// What stands before the action. The lowest risk of a restart is medium, so low risk is a message.
    private enum Tier {
        RUNS,
        VETO,
        UNDELIVERED,
        ONE,
        TWO
    }

    /// What people say once they are asked.
    private enum Words {
        NOTHING,
        APPROVED,
        APPROVED_BY_THE_REPORTER,
        APPROVED_TWICE_BY_ONE,
        APPROVED_BY_TWO,
        APPROVED_AND_DENIED,
        DENIED,
        VETOED,
        APPROVED_TOO_LATE,
        DENIED_TOO_LATE,
        APPROVED_ANOTHER_PLAN
    }

    /// Whether the action helps; one that does not is taken back.
    private enum Help {
        HELPS,
        HELPS_NOT
    }

    /// How often the action runs in each case.
    private static int runs(Tier tier, Words words) {
        return switch (tier) {
            case RUNS -> 1;
            case VETO ->
                switch (words) {
                    case DENIED, VETOED -> 0;
                    case NOTHING,
                            APPROVED,
                            APPROVED_BY_THE_REPORTER,
                            APPROVED_TWICE_BY_ONE,
                            APPROVED_BY_TWO,
                            APPROVED_AND_DENIED,
                            APPROVED_TOO_LATE,
                            DENIED_TOO_LATE,
                            APPROVED_ANOTHER_PLAN -> 1;
                };
            case UNDELIVERED, ONE ->
                switch (words) {
                    case APPROVED, APPROVED_TWICE_BY_ONE, APPROVED_BY_TWO, APPROVED_AND_DENIED -> 1;
                    case NOTHING,
                            APPROVED_BY_THE_REPORTER,
                            DENIED,
                            VETOED,
                            APPROVED_TOO_LATE,
                            DENIED_TOO_LATE,
                            APPROVED_ANOTHER_PLAN -> 0;
                };
            case TWO -> words == Words.APPROVED_BY_TWO ? 1 : 0;
        };
    }

    @Test
    void whateverPeopleSayAndWheneverItCrashesItRunsAsTheTableSays() throws InterruptedException {
        int cases = 0;
        int crashes = 0;
        for (var tier : Tier.values())
            for (var words : Words.values())
                for (var help : Help.values()) {
                    var calm = new Telling(tier, words, help);
                    var expected = calm.told();
                    int runs = runs(tier, words);
                    assertThat(calm.effects())
                            .as("%s, %s, %s", tier, words, help)
                            .isEqualTo(runs);
                    assertThat(calm.undone())
                            .as("%s, %s, %s: taken back", tier, words, help)
                            .isEqualTo(help == Help.HELPS ? 0 : runs);
                    cases++;
                    for (var moment : Moment.values())
                        for (int nth = 0; ; nth++) {
                            var telling = new Telling(tier, words, help).crashingAt(nth, moment);
                            assertThat(telling.told())
                                    .as("%s, %s, %s: crash %s append %d", tier, words, help, moment, nth)
                                    .isEqualTo(expected);
                            cases++;
                            if (!telling.watched.crashed()) break;
                            crashes++;
                        }
                    for (var behaviour :
                            List.of(Behaviour.CRASHES_BEFORE, Behaviour.CRASHES_AFTER, Behaviour.LOSES_REPLY))
                        for (int nth = 0; nth < calm.engine.provider.ledger().size(); nth++) {
                            assertThat(new Telling(tier, words, help)
                                            .calling(nth, behaviour)
                                            .told())
                                    .as("%s, %s, %s: call %d %s", tier, words, help, nth, behaviour)
                                    .isEqualTo(expected);
                            cases++;
                            crashes++;
                        }
                }
        assertThat(cases).isGreaterThan(3000);
        System.out.println(cases + " cases of " + Tier.values().length + " tiers and " + Words.values().length
                + " decisions, " + crashes + " of them with a crash or a lost reply");
    }

    private static final class Telling {
        private final WatchedEngine watched;
        private final EngineUnderTest engine;
        private final Words words;
        private int said;

        private Telling(Tier tier, Words words, Help help) {
            this.words = words;
            watched = new WatchedEngine(runbook(tier));
            engine = watched.engine;
            if (help == Help.HELPS)
                HighCpu.shownBy(engine.provider, engine.clock, tier == Tier.RUNS ? "chat.post_message" : RESTART);
            else HighCpu.shownBy(engine.provider, engine.clock);
            if (tier == Tier.UNDELIVERED)
                engine.provider.fated(wanted ->
                        wanted.operation().toString().startsWith("chat") ? Behaviour.REFUSES : Behaviour.WORKS);
        }

        private static Runbook runbook(Tier tier) {
            var runbook = tier == Tier.RUNS
                    ? RunbookFixture.aRunbook("note")
                            .deciding("decide")
                            .executing("note", RiskLevel.LOW, "chat.post_message", "channel", "#shop", "text", "look")
                            .onlyWhen("true")
                            .undoneBy("chat.post_message", "channel", "#shop", "text", "never mind")
                    : RunbookFixture.highCpu(
                                    switch (tier) {
                                        case RUNS, VETO, UNDELIVERED -> RiskLevel.MEDIUM;
                                        case ONE -> RiskLevel.HIGH;
                                        case TWO -> RiskLevel.CRITICAL;
                                    })
                            .undoneBy(RESTART, "host", "web-2", "service", "checkout");
            return runbook.build();
        }

        private long effects() {
            return engine.events(Event.StepSucceeded.class).size();
        }

        private long undone() {
            return engine.events(Event.Undone.class).size();
        }

        private Telling crashingAt(int nth, Moment moment) {
            watched.crashingAt(nth, moment);
            return this;
        }

        private Telling calling(int nth, Behaviour behaviour) {
            watched.calling(nth, behaviour);
            return this;
        }

        private List<Stamped> told() throws InterruptedException {
            return watched.told(this::goesOn);
        }

        private boolean goesOn() throws InterruptedException {
            if (engine.entries().isEmpty()) engine.reported();
            var pause = engine.drive();
            var request = Engine.openRequest(engine.incident());
            if (request.isPresent() && said < words().size()) {
                words().get(said).run();
                said++;
            } else if (pause.wakeAt().isPresent())
                engine.clock.advanceTo(pause.wakeAt().get());
            else return false;
            return true;
        }

        /// What is said, one after another; what was not heard because of a crash is said again.
        private List<Runnable> words() {
            return switch (words) {
                case NOTHING -> List.of();
                case APPROVED -> List.of(approve(ANN));
                case APPROVED_BY_THE_REPORTER -> List.of(approve(REPORTER));
                case APPROVED_TWICE_BY_ONE -> List.of(approve(ANN), approve(ANN));
                case APPROVED_BY_TWO -> List.of(approve(ANN), approve(BOB));
                case APPROVED_AND_DENIED -> List.of(approve(ANN), deny(BOB));
                case DENIED -> List.of(deny(ANN));
                case VETOED ->
                    List.of(() -> open(request -> engine.decide(new Command.Veto(ANN, request.id(), "too risky"))));
                case APPROVED_TOO_LATE -> List.of(this::late, approve(ANN));
                case DENIED_TOO_LATE -> List.of(this::late, deny(ANN));
                case APPROVED_ANOTHER_PLAN ->
                    List.of(() -> open(request ->
                            engine.decide(new Command.Approve(ANN, request.id(), Digest.of("another plan"), ""))));
            };
        }

        /// The time to decide ends before anybody looks.
        private void late() {
            open(request -> {
                if (engine.incident().phase() instanceof Phase.AwaitingVeto(var _, var ends))
                    ends.ifPresent(engine.clock::advanceTo);
                else engine.clock.advanceTo(request.expiresAt());
            });
        }

        private Runnable approve(Actor.Operator by) {
            return () -> open(
                    request -> engine.decide(new Command.Approve(by, request.id(), request.planHash(), "go ahead")));
        }

        private Runnable deny(Actor.Operator by) {
            return () -> open(request -> engine.decide(new Command.Deny(by, request.id(), "too risky")));
        }

        private void open(Consumer<ApprovalRequest> use) {
            Engine.openRequest(engine.incident()).ifPresent(use);
        }
    }
}
