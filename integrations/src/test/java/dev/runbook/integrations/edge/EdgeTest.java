package dev.runbook.integrations.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.integrations.SettableClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EdgeTest {

    private static final Rate RATE = Rate.perMinute("all", 1000);
    private static final Edge.Manner REPEATABLE = new Edge.Manner(RATE, true);
    private static final Edge.Manner ONCE = new Edge.Manner(RATE, false);

    private final SettableClock clock = new SettableClock();
    private final List<Duration> slept = new ArrayList<>();
    private final Edge edge = new Edge("acme", Limits.STANDARD, clock, this::sleep, new Random(3));
    private final Deque<Fault> faults = new ArrayDeque<>();
    private int tries;

    private void sleep(Duration pause) {
        slept.add(pause);
        clock.advance(pause);
    }

    private String attempt(Duration time) throws Unanswered {
        assertThat(time).isPositive();
        tries++;
        var fault = faults.poll();
        if (fault != null) throw new Unanswered(fault);
        return "answer";
    }

    private String call(Edge.Manner manner) throws Unanswered, InterruptedException {
        return edge.call(manner, edge.patience(Duration.ofMinutes(2)), this::attempt);
    }

    private static Fault fault(Fault.Kind kind, boolean changes) {
        return Fault.of(kind, "acme " + kind, changes);
    }

    private static Fault busy(Duration pause) {
        return new Fault(Fault.Kind.RATE_LIMITED, "acme is busy", 429, "", Optional.of(pause), false);
    }

    private void fail(int times, Fault fault) {
        for (int i = 0; i < times; i++) faults.add(fault);
    }

    @Test
    void whatReadsIsAskedAgainWithGrowingPauses() throws Exception {
        fail(3, fault(Fault.Kind.BROKEN, false));

        assertThat(call(REPEATABLE)).isEqualTo("answer");
        assertThat(slept).hasSize(3);
        for (int i = 0; i < 3; i++)
            assertThat(slept.get(i)).isBetween(Duration.ofMillis(125L << i), Duration.ofMillis(250L << i));
    }

    @Test
    void theLastTrysFaultIsTold() {
        fail(9, fault(Fault.Kind.LOST, false));

        assertThatThrownBy(() -> call(REPEATABLE)).hasMessage("acme LOST");
        assertThat(tries).isEqualTo(4);
    }

    @Test
    void whatWasPerhapsDoneIsNotDoneAgain() {
        fail(1, fault(Fault.Kind.LOST, true));

        assertThatThrownBy(() -> call(ONCE)).hasMessage("acme LOST");
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void whatWasPerhapsDoneIsDoneAgainWhereThatIsSafe() throws Exception {
        fail(1, fault(Fault.Kind.LOST, true));

        assertThat(call(REPEATABLE)).isEqualTo("answer");
    }

    @Test
    void whatWasSurelyNotDoneIsTriedAgain() throws Exception {
        faults.add(fault(Fault.Kind.UNREACHABLE, true));
        faults.add(busy(Duration.ofSeconds(3)));

        assertThat(call(ONCE)).isEqualTo("answer");
        assertThat(slept.getLast()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatTheVendorWillNotDoIsNotTriedAgain() {
        for (var kind : List.of(Fault.Kind.REJECTED, Fault.Kind.UNAUTHORISED, Fault.Kind.ABSENT)) {
            faults.clear();
            tries = 0;
            fail(1, fault(kind, false));

            assertThatThrownBy(() -> call(REPEATABLE)).hasMessage("acme " + kind);
            assertThat(tries).isEqualTo(1);
        }
    }

    @Test
    void nobodyIsMadeToWaitLongerThanTheyWould() {
        fail(1, busy(Duration.ofSeconds(30)));

        assertThatThrownBy(() -> edge.call(REPEATABLE, edge.patience(Duration.ofSeconds(20)), this::attempt))
                .hasMessage("acme is busy");
        assertThat(slept).isEmpty();
    }

    @Test
    void whatTheVendorAskedOneCallerHoldsForAll() throws Exception {
        fail(1, busy(Duration.ofSeconds(50)));
        assertThatThrownBy(() -> edge.call(REPEATABLE, edge.patience(Duration.ofSeconds(20)), this::attempt))
                .hasMessage("acme is busy");

        assertThatThrownBy(() -> edge.call(REPEATABLE, edge.patience(Duration.ofSeconds(20)), this::attempt))
                .hasMessage("acme may be asked for 'all' again only in 50s");
        assertThat(tries).isEqualTo(1);
        var other = new Edge.Manner(Rate.perMinute("other", 5), true);
        assertThat(edge.call(other, edge.patience(Duration.ofSeconds(20)), this::attempt))
                .isEqualTo("answer");
    }

    @Test
    void ourOwnRateSpreadsTheCalls() throws Exception {
        var slow = new Edge.Manner(Rate.perMinute("slow", 2), true);
        var patience = edge.patience(Duration.ofMinutes(5));
        for (int i = 0; i < 4; i++) edge.call(slow, patience, this::attempt);

        assertThat(slept)
                .hasSize(2)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31)));
    }

    @Test
    void aVendorThatFailsTooOftenIsLeftAloneAndThenTriedOnce() throws Exception {
        fail(5, fault(Fault.Kind.BROKEN, true));
        for (int i = 0; i < 5; i++) assertThatThrownBy(() -> call(ONCE)).hasMessage("acme BROKEN");

        assertThat(edge.health().circuit()).isInstanceOf(CircuitBreaker.Open.class);
        assertThatThrownBy(() -> call(ONCE)).hasMessage("acme failed too often and is left alone for 30s");
        assertThat(tries).isEqualTo(5);

        clock.advance(Duration.ofSeconds(31));
        fail(1, fault(Fault.Kind.BROKEN, true));
        assertThatThrownBy(() -> call(ONCE)).hasMessage("acme BROKEN");
        assertThat(edge.health().circuit()).isInstanceOf(CircuitBreaker.Open.class);

        clock.advance(Duration.ofSeconds(31));
        assertThat(call(ONCE)).isEqualTo("answer");
        assertThat(edge.health().circuit()).isEqualTo(new CircuitBreaker.Closed(0));
        assertThat(edge.health().answeredAt()).contains(clock.instant());
    }

    @Test
    void aVendorThatRefusesIsNotIll() {
        for (int i = 0; i < 9; i++) {
            fail(1, fault(Fault.Kind.REJECTED, true));
            assertThatThrownBy(() -> call(ONCE)).hasMessage("acme REJECTED");
        }

        assertThat(edge.health().circuit()).isEqualTo(new CircuitBreaker.Closed(0));
        assertThat(edge.health().fault()).contains("acme REJECTED");
    }

    @Test
    void onlyOneCallTriesAVendorThatWasIll() throws Exception {
        fail(5, fault(Fault.Kind.BROKEN, true));
        for (int i = 0; i < 5; i++) assertThatThrownBy(() -> call(ONCE)).hasMessage("acme BROKEN");
        clock.advance(Duration.ofSeconds(31));

        edge.call(ONCE, edge.patience(Duration.ofMinutes(1)), _ -> {
            assertThatThrownBy(() -> call(ONCE)).hasMessageStartingWith("acme failed too often");
            return "answer";
        });

        assertThat(edge.health().circuit()).isEqualTo(new CircuitBreaker.Closed(0));
    }
}
