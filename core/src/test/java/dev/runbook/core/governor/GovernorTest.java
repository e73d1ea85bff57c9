package dev.runbook.core.governor;

import static dev.runbook.core.governor.Wishes.RESTART;
import static dev.runbook.core.governor.Wishes.aWish;
import static dev.runbook.core.testkit.SettableClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.governor.Deed.State;
import dev.runbook.core.governor.FreezeWindow.When;
import dev.runbook.core.governor.KillSwitch.Position;
import dev.runbook.core.governor.Restraint.Rule;
import dev.runbook.core.governor.Wish.Purpose;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GovernorTest {

    private static final Limits LIMITS = Limits.standard();
    private static final Position STOPPED =
            new Position.Stopped(new Actor.Operator("ann"), NOON, "the network is on fire");

    private static Situation calm() {
        return around(List.of(), List.of());
    }

    private static Situation around(List<Deed> onTarget, List<Deed> onService) {
        return new Situation(new Position.Running(), onTarget, onService, Map.of(KillSwitch.SCOPE, 7L));
    }

    private static Deed deed(String incident, Duration ago, State state) {
        boolean holds = state == State.MADE || state == State.UNDER_WAY || state == State.IN_DOUBT;
        return new Deed(
                new IncidentId(incident), "checkout", RESTART, Optional.of("checkout"), NOON.minus(ago), state, holds);
    }

    private static Limits frozen(FreezeWindow freeze) {
        return new Limits(
                LIMITS.lock(),
                LIMITS.coolDown(),
                LIMITS.inVain(),
                LIMITS.inVainWithin(),
                LIMITS.budget(),
                List.of(freeze));
    }

    private static Verdict judge(Wish wish, Situation situation) {
        return Governor.judge(wish, situation, LIMITS);
    }

    private static Verdict.Wait waiting(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Wait.class);
        return (Verdict.Wait) verdict;
    }

    @Test
    void whatNothingStandsBeforeIsGrantedByTheVersionsThatWereSeen() {
        var verdict = judge(aWish(), calm());

        assertThat(verdict).isEqualTo(new Verdict.Granted(new Permit(aWish(), Map.of(KillSwitch.SCOPE, 7L))));
    }

    @Test
    void theKillSwitchStopsEveryPurpose() {
        for (var purpose : Purpose.values()) {
            var verdict = judge(Wishes.of(aWish(), purpose), new Situation(STOPPED, List.of(), List.of(), Map.of()));

            assertThat(waiting(verdict).why())
                    .isEqualTo(new Restraint(
                            Rule.STOPPED,
                            "ann stopped all execution at 2026-03-02T12:00:00Z: the network is on fire; it goes on after"
                                    + " `runbook resume`"));
        }
    }

    @Test
    void aTargetThatAnotherIncidentIsChangingIsWaitedFor() {
        var verdict = judge(aWish(), around(List.of(deed("INC-2", Duration.ofMinutes(50), State.MADE)), List.of()));

        assertThat(waiting(verdict).why().rule()).isEqualTo(Rule.LOCKED);
        assertThat(waiting(verdict).why().reason())
                .contains("INC-2 is changing checkout", "at 2026-03-02T12:10:00Z at the latest");
        assertThat(waiting(verdict).until()).isEqualTo(NOON.plusSeconds(15));
    }

    @Test
    void anIncidentIsNotLockedOutByItself() {
        var own = around(List.of(deed("INC-1", Duration.ofMinutes(1), State.MADE)), List.of());

        assertThat(judge(aWish(), own)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void anIncidentThatNeverLetsGoHoldsATargetForAnHour() {
        var dead = around(List.of(deed("INC-2", Duration.ofHours(1), State.IN_DOUBT)), List.of());

        assertThat(judge(aWish(), dead)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void theSameActionCoolsDownBetweenIncidents() {
        var justDone = around(List.of(deed("INC-2", Duration.ofMinutes(2), State.HELPED)), List.of());

        var verdict = judge(aWish(), justDone);

        assertThat(waiting(verdict).why().rule()).isEqualTo(Rule.COOLING_DOWN);
        assertThat(waiting(verdict).until()).isEqualTo(NOON.plus(Duration.ofMinutes(3)));
        var later = Wishes.at(aWish(), NOON.plus(Duration.ofMinutes(3)));
        assertThat(judge(later, justDone)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void whatWasCertainlyNotMadeNeedsNoCoolingDown() {
        var refused = around(List.of(deed("INC-2", Duration.ofMinutes(2), State.NOT_MADE)), List.of());

        assertThat(judge(aWish(), refused)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void whatFailedToHelpThreeTimesIsRefused() {
        var twice = List.of(
                deed("INC-3", Duration.ofHours(2), State.IN_VAIN), deed("INC-2", Duration.ofHours(9), State.IN_VAIN));
        var thrice = List.of(deed("INC-4", Duration.ofHours(1), State.IN_VAIN), twice.getFirst(), twice.getLast());

        assertThat(judge(aWish(), around(twice, List.of()))).isInstanceOf(Verdict.Granted.class);
        assertThat(judge(aWish(), around(thrice, List.of())))
                .isEqualTo(new Verdict.Refused(new Restraint(
                        Rule.INEFFECTIVE,
                        "compute.restart_service on checkout has not helped 3 times within 1d (limit 3); somebody must"
                                + " look for another cause")));
    }

    @Test
    void aCureThatHelpedSinceIsNotHeldAgainstItself() {
        var deeds = List.of(
                deed("INC-5", Duration.ofMinutes(30), State.HELPED),
                deed("INC-4", Duration.ofHours(1), State.IN_VAIN),
                deed("INC-3", Duration.ofHours(2), State.IN_VAIN),
                deed("INC-2", Duration.ofHours(9), State.IN_VAIN));

        assertThat(judge(aWish(), around(deeds, List.of()))).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void aServiceHasABudgetForAnHour() {
        var spent = IntStream.rangeClosed(1, LIMITS.budget())
                .mapToObj(minute -> deed("INC-" + (minute + 1), Duration.ofMinutes(minute), State.HELPED))
                .toList();

        var verdict = judge(aWish(), around(List.of(), spent));

        assertThat(waiting(verdict).why())
                .isEqualTo(new Restraint(
                        Rule.OVER_BUDGET,
                        "checkout has had 20 changes within an hour (budget 20); it goes on at 2026-03-02T12:40:00Z"));
        var oneLess = spent.subList(1, spent.size());
        assertThat(judge(aWish(), around(List.of(), oneLess))).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void aFreezeHoldsUntilItsEnd() {
        var freeze = new FreezeWindow(
                "Christmas",
                new When.Once(NOON.minusSeconds(1), NOON.plusSeconds(60)),
                Set.of("production"),
                Set.of("checkout"));

        var verdict = Governor.judge(aWish(), calm(), frozen(freeze));

        assertThat(waiting(verdict).why())
                .isEqualTo(new Restraint(
                        Rule.FROZEN,
                        "freeze 'Christmas' of production/checkout is on; it goes on at 2026-03-02T12:01:00Z"));
        assertThat(waiting(verdict).until()).isEqualTo(NOON.plusSeconds(60));
        assertGranted(freeze, Wishes.at(aWish(), NOON.plusSeconds(60)));
        assertGranted(freeze, Wishes.in(aWish(), "staging"));
        assertGranted(freeze, aWish("INC-1", "payments"));
    }

    private static void assertGranted(FreezeWindow freeze, Wish wish) {
        assertThat(Governor.judge(wish, calm(), frozen(freeze))).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void aWeeklyFreezeRunsOverMidnightAndFollowsTheClocksOfItsZone() {
        var zone = ZoneId.of("Europe/Berlin");
        var freeze = new FreezeWindow(
                "weekend",
                new When.Weekly(Set.of(DayOfWeek.FRIDAY), LocalTime.of(18, 0), Duration.ofHours(60), zone),
                Set.of(),
                Set.of());

        // 2025-10-24 is a Friday; in that weekend the clocks are put back.
        var saturday = Instant.parse("2025-10-25T12:00:00Z");
        var verdict = Governor.judge(Wishes.at(aWish(), saturday), calm(), frozen(freeze));

        assertThat(waiting(verdict).until()).isEqualTo(Instant.parse("2025-10-27T04:00:00Z"));
        assertGranted(freeze, Wishes.at(aWish(), Instant.parse("2025-10-24T15:59:59Z")));
        assertGranted(freeze, Wishes.at(aWish(), Instant.parse("2025-10-27T04:00:00Z")));
    }

    @Test
    void onlySwitchAndLockStandBeforeAnUndo() {
        var freeze = new FreezeWindow(
                "for ever", new When.Once(Instant.EPOCH, NOON.plus(Duration.ofDays(1))), Set.of(), Set.of());
        var justDone = List.of(deed("INC-2", Duration.ofMinutes(2), State.HELPED));
        var undo = Wishes.of(aWish(), Purpose.UNDO);

        assertThat(Governor.judge(undo, around(justDone, justDone), frozen(freeze)))
                .isInstanceOf(Verdict.Granted.class);
        var locked = Governor.judge(
                undo, around(List.of(deed("INC-2", Duration.ofMinutes(2), State.MADE)), List.of()), LIMITS);
        assertThat(waiting(locked).why().rule()).isEqualTo(Rule.LOCKED);
    }
}
