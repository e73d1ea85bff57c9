package dev.runbook.ml.anomaly;

import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalDouble;

/// What is usual at an hour of the day: the median over the last days of the means in that hour. Needs no time
/// zone, since any fixed one gives the same hours.
final class DayProfile {

    private static final int HOURS = 24;
    private static final int DAYS = 7;
    private static final int FEWEST_DAYS = 2;
    private static final long HOUR_SECONDS = 3_600;

    /// The means of past days, for each hour.
    private final double[][] means = new double[HOURS][DAYS];
    private final int[] days = new int[HOURS];

    private long hour = Long.MIN_VALUE;
    private double sum;
    private int count;

    /// Takes in a measurement.
    ///
    /// @return how far it is from what is usual at that hour; empty until two days are known
    OptionalDouble add(Instant time, double value) {
        long now = Math.floorDiv(time.getEpochSecond(), HOUR_SECONDS);
        if (now != hour) close(now);
        sum += value;
        count++;
        int slot = slot(now);
        int known = Math.min(days[slot], DAYS);
        if (known < FEWEST_DAYS) return OptionalDouble.empty();
        var past = Arrays.copyOf(means[slot], known);
        Arrays.sort(past);
        return OptionalDouble.of(value - past[known / 2]);
    }

    private void close(long next) {
        if (count > 0) {
            int slot = slot(hour);
            means[slot][days[slot]++ % DAYS] = sum / count;
        }
        hour = next;
        sum = 0;
        count = 0;
    }

    private static int slot(long hour) {
        return (int) Math.floorMod(hour, (long) HOURS);
    }
}
