package dev.runbook.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private final SettableClock clock = SettableClock.atNoon();
    private final Throttle throttle = new Throttle(clock);

    private void fail(String who, int times) {
        for (int i = 0; i < times; i++) throttle.failed(who);
    }

    @Test
    void aFewMistakesAreFree() {
        fail("ann", 4);

        assertThat(throttle.lets("ann")).isTrue();
    }

    @Test
    void moreOfThemMeanWaitingLongerEachTime() {
        fail("ann", 5);
        assertThat(throttle.lets("ann")).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(throttle.lets("ann")).isTrue();

        fail("ann", 1);
        clock.advance(Duration.ofSeconds(2));
        assertThat(throttle.lets("ann")).isFalse();
    }

    @Test
    void nobodyWaitsForever() {
        fail("ann", 500);

        clock.advance(Duration.ofMinutes(15));

        assertThat(throttle.lets("ann")).isTrue();
    }

    @Test
    void othersDoNotWait() {
        fail("ann", 9);

        assertThat(throttle.lets("bob")).isTrue();
    }

    @Test
    void successForgetsTheMistakes() {
        fail("ann", 4);
        throttle.succeeded("ann");
        fail("ann", 4);

        assertThat(throttle.lets("ann")).isTrue();
    }
}
