package dev.runbook.ml.offline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Content.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ShiftDetectorTest {

    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    /// Two hours of an error rate at one minute, with a little noise.
    private static Shift shift(IntToDoubleFunction level) {
        var noise = new Random(5);
        var points = new ArrayList<Point>();
        for (int minute = 0; minute < 120; minute++)
            points.add(new Point(minute(minute), level.applyAsDouble(minute) + 0.05 * noise.nextGaussian()));
        var series = Series.of("ledger", "error_rate", "percent", points);
        return ShiftDetector.detect(Metric.recognise(series)).orElseThrow();
    }

    private static Instant minute(int minute) {
        return START.plusSeconds(60L * minute);
    }

    @Test
    void troubleThatGrowsByAJumpNamesTheJump() {
        var shift = shift(minute -> minute < 60 ? 0.4 : minute < 90 ? 9 : 24);

        assertThat(shift.onset()).isEqualTo(minute(60));
        assertThat(shift.worsenings()).containsExactly(minute(90));
    }

    @Test
    void troubleThatKeepsItsLevelOrEasesDoesNotGrow() {
        assertThat(shift(minute -> minute < 60 ? 0.4 : 9).worsenings()).isEmpty();
        assertThat(shift(minute -> minute < 60 ? 0.4 : minute < 90 ? 24 : 9).worsenings())
                .isEmpty();
    }

    @Test
    void comingBackToTheWorstItWasIsNotGrowing() {
        var shift = shift(minute -> minute < 60 ? 0.4 : minute < 75 ? 24 : minute < 95 ? 10 : 24);

        assertThat(shift.worsenings()).isEmpty();
    }

    @Test
    void whatGrowsBitByBitHasNoJumps() {
        assertThat(shift(minute -> minute < 60 ? 0.4 : 0.4 + 0.5 * (minute - 60))
                        .worsenings())
                .isEmpty();
    }
}
