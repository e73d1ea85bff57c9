package dev.runbook.core.governor;

import static dev.runbook.core.governor.Wishes.aWish;
import static dev.runbook.core.testkit.SettableClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Verification;
import dev.runbook.core.governor.Deed.State;
import dev.runbook.core.governor.KillSwitch.Position;
import dev.runbook.core.governor.Wish.Purpose;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.Journal.Append;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.ApprovalFixture;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every place that keeps effects does, together with its journal. Each test has a place of its own.
public abstract class EffectLogContract {

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Actor.Operator ANN = new Actor.Operator("ann");
    private static final Actor.Operator BOB = new Actor.Operator("bob");
    private static final StepId STEP = ApprovalFixture.aPlan().step();

    protected abstract Journal journal();

    protected abstract EffectLog effects();

    protected abstract KillSwitch killSwitch();

    /// Leave by what is known now.
    private Permit permit(Wish wish) {
        return new Permit(wish, effects().around(wish, A_DAY).versions());
    }

    private Append begin(Permit permit) {
        var wish = permit.wish();
        return append(
                wish.incident(), Optional.of(permit), new Event.StepStarted(ApprovalFixture.aPlan(), wish.key(), 1));
    }

    private Append append(IncidentId incident, Event... events) {
        return append(incident, Optional.empty(), events);
    }

    private Append append(IncidentId id, Optional<Permit> permit, Event... events) {
        long after = journal().read(id).size();
        var stamped = List.of(events).stream()
                .map(event -> new Stamped(NOON, Actor.engine(), event))
                .toList();
        Incident any = Evolution.begin(id, new Stamped(NOON, ANN, new Event.Reported(ProblemReport.of("it is slow"))));
        return journal()
                .append(new Journal.Commit(after, stamped, IncidentSummary.of(any, NOON), Journal.Wake.KEEP, permit));
    }

    private List<Deed> onTarget(Wish wish) {
        return effects().around(wish, A_DAY).onTarget();
    }

    private static Verification looked(Verification.Answer answer) {
        return Verification.of(List.of(new Verification.Signal("cpu is back", answer, "97 percent", Set.of())));
    }

    @Test
    void nothingIsKnownAtFirst() {
        var situation = effects().around(aWish(), A_DAY);

        assertThat(situation.onTarget()).isEmpty();
        assertThat(situation.onService()).isEmpty();
        assertThat(situation.position()).isEqualTo(new Position.Running());
        assertThat(effects().underWay()).isEmpty();
    }

    @Test
    void anEffectIsKnownFromItsIntentOn() {
        assertThat(begin(permit(aWish()))).isInstanceOf(Append.Appended.class);

        var deed = new Deed(
                aWish().incident(), "checkout", Wishes.RESTART, Optional.of("checkout"), NOON, State.UNDER_WAY, true);
        assertThat(onTarget(aWish("INC-2", "checkout"))).containsExactly(deed);
        assertThat(effects().around(aWish("INC-2", "checkout"), A_DAY).onService())
                .containsExactly(deed);
        assertThat(effects().underWay()).containsExactly(aWish().incident());
        assertThat(onTarget(aWish("INC-2", "payments"))).isEmpty();
        assertThat(onTarget(Wishes.in(aWish("INC-2", "checkout"), "staging"))).isEmpty();
    }

    @Test
    void anOutcomeThatIsWrittenWithTheNextIntentIsThatOfTheEffectBefore() {
        begin(permit(aWish()));
        var next = permit(Wishes.as(aWish(), new IdempotencyKey("INC-1/restart/2")));

        append(
                aWish().incident(),
                Optional.of(next),
                new Event.StepSucceeded(STEP, aWish().key(), Value.Fields.NONE),
                new Event.StepStarted(ApprovalFixture.aPlan(), next.wish().key(), 1));

        assertThat(onTarget(aWish())).extracting(Deed::state).containsExactlyInAnyOrder(State.MADE, State.UNDER_WAY);
    }

    @Test
    void whatIsPermittedTwiceIsBegunOnce() {
        var first = permit(aWish("INC-1", "checkout"));
        var second = permit(aWish("INC-2", "checkout"));

        assertThat(begin(first)).isInstanceOf(Append.Appended.class);
        assertThat(begin(second)).isEqualTo(new Append.Conflict(0));

        assertThat(journal().read(new IncidentId("INC-2"))).isEmpty();
        assertThat(begin(permit(aWish("INC-2", "checkout")))).isInstanceOf(Append.Appended.class);
    }

    @Test
    void permitsForDifferentTargetsDoNotTouchEachOther() {
        var first = permit(aWish("INC-1", "checkout"));
        var second = permit(aWish("INC-2", "payments"));

        assertThat(begin(first)).isInstanceOf(Append.Appended.class);
        assertThat(begin(second)).isInstanceOf(Append.Appended.class);
    }

    @Test
    void nothingBeginsOnceTheSwitchIsTurned() {
        var permit = permit(aWish());
        var message = permit(Wishes.of(aWish("INC-2", "checkout"), Purpose.MESSAGE));

        var position = killSwitch().stop(ANN, "enough", NOON);

        assertThat(position).isEqualTo(new Position.Stopped(ANN, NOON, "enough"));
        assertThat(effects().position()).isEqualTo(position);
        assertThat(begin(permit)).isInstanceOf(Append.Conflict.class);
        assertThat(begin(message)).isInstanceOf(Append.Conflict.class);
        assertThat(effects().underWay()).isEmpty();
    }

    @Test
    void aPermitFromBeforeTheSwitchIsWorthNothingAfterItWasTurnedBack() {
        var permit = permit(aWish());
        killSwitch().stop(ANN, "enough", NOON);

        assertThat(killSwitch().resume(BOB, "it is over", NOON)).isEqualTo(new Position.Running());

        assertThat(begin(permit)).isInstanceOf(Append.Conflict.class);
        assertThat(begin(permit(aWish()))).isInstanceOf(Append.Appended.class);
    }

    @Test
    void whoStopsSecondLearnsWhoWasFirst() {
        var first = killSwitch().stop(ANN, "enough", NOON);

        assertThat(killSwitch().stop(BOB, "me too", NOON.plusSeconds(1))).isEqualTo(first);
        killSwitch().resume(BOB, "", NOON);
        assertThat(killSwitch().resume(ANN, "", NOON)).isEqualTo(new Position.Running());
    }

    @Test
    void outcomesAndWhetherItHelpedAreKnown() {
        begin(permit(aWish()));

        append(aWish().incident(), new Event.StepSucceeded(STEP, aWish().key(), new Value.Nothing()));
        assertThat(onTarget(aWish()))
                .singleElement()
                .satisfies(deed -> assertThat(deed.state()).isEqualTo(State.MADE));
        assertThat(effects().underWay()).isEmpty();

        append(aWish().incident(), new Event.Verified(looked(Verification.Answer.GOOD)));
        assertThat(onTarget(aWish())).singleElement().satisfies(deed -> {
            assertThat(deed.state()).isEqualTo(State.HELPED);
            assertThat(deed.holds()).isFalse();
        });
    }

    @Test
    void whatWasNotMadeIsLetGo() {
        begin(permit(aWish()));
        append(aWish().incident(), new Event.StepUncertain(STEP, aWish().key(), "no answer"));
        assertThat(onTarget(aWish())).singleElement().satisfies(deed -> {
            assertThat(deed.state()).isEqualTo(State.IN_DOUBT);
            assertThat(deed.holds()).isTrue();
        });

        append(aWish().incident(), new Event.StepFailed(STEP, "ann says it did not happen"));

        assertThat(onTarget(aWish())).singleElement().satisfies(deed -> {
            assertThat(deed.state()).isEqualTo(State.NOT_MADE);
            assertThat(deed.holds()).isFalse();
        });
    }

    @Test
    void whoEscalatesLetsGoAndWhatItMadeIsNotJudged() {
        begin(permit(aWish()));
        append(aWish().incident(), new Event.StepSucceeded(STEP, aWish().key(), new Value.Nothing()));

        append(aWish().incident(), new Event.Escalated("nobody knows more"));

        assertThat(onTarget(aWish())).singleElement().satisfies(deed -> {
            assertThat(deed.state()).isEqualTo(State.MADE);
            assertThat(deed.holds()).isFalse();
        });
    }

    @Test
    void whatIsNotVerifiedWasInVain() {
        begin(permit(aWish()));
        append(aWish().incident(), new Event.StepSucceeded(STEP, aWish().key(), new Value.Nothing()));

        append(aWish().incident(), new Event.NotVerified(looked(Verification.Answer.BAD)));

        assertThat(onTarget(aWish()))
                .singleElement()
                .satisfies(deed -> assertThat(deed.state()).isEqualTo(State.IN_VAIN));
    }

    @Test
    void aCureThatDoesNotLastWasInVain() {
        begin(permit(aWish()));
        append(aWish().incident(), new Event.StepSucceeded(STEP, aWish().key(), new Value.Nothing()));
        append(aWish().incident(), new Event.Verified(looked(Verification.Answer.GOOD)));

        append(aWish().incident(), new Event.CureDecayed(looked(Verification.Answer.BAD)));

        assertThat(onTarget(aWish()))
                .singleElement()
                .satisfies(deed -> assertThat(deed.state()).isEqualTo(State.IN_VAIN));
    }

    @Test
    void whatWasTakenBackIsNoMoreUnderWayAndLetGo() {
        var undo = Wishes.of(aWish(), Purpose.UNDO);
        begin(permit(undo));
        assertThat(effects().underWay()).containsExactly(aWish().incident());

        append(aWish().incident(), new Event.Undone(STEP, aWish().key(), new Value.Nothing()));

        assertThat(effects().underWay()).isEmpty();
        assertThat(onTarget(aWish("INC-2", "checkout"))).isEmpty();
    }

    @Test
    void whatCouldNotBeTakenBackIsLetGoToo() {
        begin(permit(Wishes.of(aWish(), Purpose.UNDO)));

        append(aWish().incident(), new Event.UndoFailed(STEP, "refused"));

        assertThat(effects().underWay()).isEmpty();
        assertThat(onTarget(aWish("INC-2", "checkout"))).isEmpty();
    }

    @Test
    void theAnswerReachesAsFarBackAsIsAskedBesideWhatHolds() {
        begin(permit(aWish()));
        var later = Wishes.at(aWish("INC-2", "checkout"), NOON.plus(Duration.ofDays(3)));
        assertThat(onTarget(later)).hasSize(1);

        append(aWish().incident(), new Event.StepFailed(STEP, "refused"));

        assertThat(onTarget(later)).isEmpty();
        assertThat(effects().around(later, A_DAY).onService()).isEmpty();
        assertThat(effects().around(later, Duration.ofDays(4)).onService()).hasSize(1);
    }

    @Test
    void anUndoLocksButIsNoChange() {
        begin(permit(Wishes.of(aWish(), Purpose.UNDO)));

        var situation = effects().around(aWish("INC-2", "checkout"), A_DAY);
        assertThat(situation.onTarget()).hasSize(1);
        assertThat(situation.onService()).isEmpty();
    }
}
