package dev.runbook.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.testkit.SettableClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private final SettableClock clock = SettableClock.atNoon();
    private final Buckets buckets = new Buckets(10, 20, clock);

    private long taken(String client, int attempts) {
        return IntStream.range(0, attempts).filter(_ -> buckets.take(client)).count();
    }

    @Test
    void aClientMaySendSomeAtOnceAndSoManyASecond() {
        assertThat(taken("ann", 50)).isEqualTo(20);

        clock.advance(Duration.ofMillis(500));

        assertThat(taken("ann", 50)).isEqualTo(5);
    }

    @Test
    void whoWaitsLongGetsNoMoreThanAtTheBeginning() {
        taken("ann", 50);

        clock.advance(Duration.ofHours(1));

        assertThat(taken("ann", 50)).isEqualTo(20);
    }

    @Test
    void oneClientDoesNotHoldUpAnother() {
        taken("ann", 50);

        assertThat(buckets.take("bob")).isTrue();
    }
}
