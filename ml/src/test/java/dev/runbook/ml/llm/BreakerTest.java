package dev.runbook.ml.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.testkit.SettableClock;
import dev.runbook.ml.llm.model.ModelFailure;
import dev.runbook.ml.llm.model.ModelFailure.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final SettableClock clock = SettableClock.atNoon();
    private final Breaker breaker = new Breaker(clock);

    private void busy(Duration wait) {
        breaker.failed("m", new ModelFailure(Kind.RATE_LIMITED, "slow down", Optional.of(wait)));
    }

    @Test
    void aModelThatAsksToBeLeftAloneForLongIs() {
        busy(Duration.ofMinutes(10));

        assertThat(breaker.refusal("m")).isPresent();
        clock.advance(Duration.ofMinutes(9));
        assertThat(breaker.refusal("m").orElseThrow()).contains("slow down");
        clock.advance(Duration.ofMinutes(1));
        assertThat(breaker.refusal("m")).isEmpty();
    }

    @Test
    void noModelIsBelievedForLongerThanAnHour() {
        busy(Duration.ofDays(7));
        clock.advance(Duration.ofHours(1));

        assertThat(breaker.refusal("m")).isEmpty();
    }

    @Test
    void aShortPauseIsWaitedOutByWhoeverAsks() {
        busy(Duration.ofSeconds(2));

        assertThat(breaker.refusal("m")).isEmpty();
    }
}
