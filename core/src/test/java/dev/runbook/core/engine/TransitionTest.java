package dev.runbook.core.engine;

import static dev.runbook.core.testkit.IncidentFixture.anIncident;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.testkit.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransitionTest {

    @Test
    void thereIsASampleOfEveryKindOfEvent() {
        var sampled = Stream.concat(SampleEvents.THAT_MOVE.stream(), SampleEvents.THAT_STAY.stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());

        assertThat(sampled).isEqualTo(SampleEvents.kinds());
    }

    @Test
    void everyTransitionIsTakenAndLeadsWhereTheTableSays() {
        var taken = new ArrayList<Transition>();
        for (var from : Phase.Kind.values())
            for (var event : SampleEvents.THAT_MOVE)
                if (inTable(from, event)) taken.add(new Transition(from, event.getClass(), after(from, event)));

        assertThat(taken).containsExactlyInAnyOrderElementsOf(Transition.TABLE);
    }

    @Test
    void whatIsNotInTheTableCannotHappen() {
        var refused = 0;
        for (var from : Phase.Kind.values())
            for (var event : SampleEvents.THAT_MOVE)
                if (!inTable(from, event) && !isNoticeOutcome(event)) {
                    assertThatThrownBy(() -> after(from, event))
                            .as("%s in %s", event, from)
                            .isInstanceOf(IllegalTransition.class)
                            .hasMessageContaining(event.getClass().getSimpleName());
                    refused++;
                }

        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void commentsAndOtherNoticesMayHappenAnywhereAndMoveNothing() {
        for (var from : Phase.Kind.values())
            for (var event : SampleEvents.THAT_STAY)
                assertThat(after(from, event)).as("%s in %s", event, from).isEqualTo(from);
    }

    @Test
    void everyPhaseCanBeReachedAndAllButTheLastLeft() {
        var entered = Transition.TABLE.stream().map(Transition::to).collect(Collectors.toSet());
        var left = Transition.TABLE.stream()
                .filter(row -> row.from() != row.to())
                .map(Transition::from)
                .collect(Collectors.toSet());

        assertThat(Phase.Kind.values())
                .filteredOn(kind -> !entered.contains(kind))
                .containsExactly(Phase.Kind.REPORTED);
        assertThat(Phase.Kind.values()).filteredOn(kind -> !left.contains(kind)).containsExactly(Phase.Kind.CLOSED);
    }

    @Test
    void theTableNamesNothingTwice() {
        assertThat(Transition.TABLE).doesNotHaveDuplicates();
    }

    private static Phase.Kind after(Phase.Kind from, Event event) {
        var before = anIncident().in(from).state();
        assertThat(before.phase().kind()).isEqualTo(from);
        return Evolution.apply(before, new Stamped(SettableClock.NOON, Actor.engine(), event))
                .phase()
                .kind();
    }

    private static boolean inTable(Phase.Kind from, Event event) {
        return Transition.TABLE.stream()
                .anyMatch(row -> row.from() == from && row.event().equals(event.getClass()));
    }

    private static boolean isNoticeOutcome(Event event) {
        return List.of(Event.NoticeDelivered.class, Event.NoticeFailed.class).contains(event.getClass());
    }
}
