package dev.runbook.ml.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class AnomalyDetectorTest {

    private static final Instant START = Instant.parse("2024-05-01T00:00:00Z");

    @Test
    void aSpikeBeyondThePastRangeIsAnOnset() {
        var series = noise(600);
        series.set(500, 100.0);

        var scores = scores(series);

        assertThat(scores.get(500).isOnset()).isTrue();
        assertThat(scores.get(500).reason()).contains("above its past range");
    }

    @Test
    void aDropIsAnOnsetToo() {
        var series = noise(600);
        for (int i = 500; i < 520; i++) series.set(i, 0.0);

        assertThat(onsets(scores(series))).contains(500);
    }

    @Test
    void whatHappenedBeforeIsNotStrangeAgain() {
        var series = noise(1_600);
        series.set(900, 100.0);
        series.set(1_400, 100.0);

        assertThat(onsets(scores(series))).contains(900).doesNotContain(1_400);
    }

    @Test
    void oneAnomalyIsReportedOnce() {
        var series = noise(900);
        for (int i = 600; i < 630; i++) series.set(i, 50.0 + i);

        assertThat(onsets(scores(series)).stream().filter(i -> i >= 600 && i < 660))
                .hasSize(1);
    }

    @Test
    void aFarGraverAnomalyIsReportedAlthoughAnotherJustBegan() {
        var series = random(900, 1);
        series.set(600, 14.3);
        series.set(620, 100.0);

        assertThat(onsets(scores(series))).contains(600, 620);
    }

    @Test
    void aShiftTooSmallToShowAmongSpikesShowsInTheLevel() {
        var series = noise(1_500);
        for (int i = 50; i < 1_500; i += 70) series.set(i, 500.0);
        for (int i = 1_200; i < 1_300; i++) series.set(i, series.get(i) + 20);

        assertThat(onsets(scores(series))).anyMatch(i -> i >= 1_200 && i < 1_230);
    }

    @Test
    void anHourlyPeakThatIsMissingIsFoundFromTheHour() {
        List<Double> series = new ArrayList<>();
        for (int i = 0; i < 288 * 8; i++) {
            boolean peak = i % 288 >= 100 && i % 288 < 160 && i / 288 != 6;
            series.add((peak ? 80 : 20) + (i * 7919 % 100) / 100.0);
        }

        assertThat(onsets(scores(series))).anyMatch(i -> i >= 288 * 6 + 100 && i < 288 * 6 + 160);
    }

    @Test
    void scoresDoNotDependOnTheUnit() {
        var series = noise(800);
        series.set(500, 70.0);
        series.set(650, -30.0);
        var converted = series.stream().map(v -> v * 1024 - 4096).toList();

        assertThat(onsets(scores(converted))).isEqualTo(onsets(scores(series))).contains(500);
    }

    @Test
    void aConstantSeriesIsUsualUntilItChanges() {
        List<Double> series = new ArrayList<>();
        for (int i = 0; i < 600; i++) series.add(i < 500 ? 45.0 : 46.0);

        assertThat(onsets(scores(series))).containsExactly(500);
    }

    @Test
    void roundingOfAConstantIsNoAnomaly() {
        List<Double> series = new ArrayList<>();
        for (int i = 0; i < 600; i++) series.add(45.0 + (i % 7) * 1e-12);

        assertThat(onsets(scores(series))).isEmpty();
    }

    @Test
    void missingMeasurementsScoreNothingAndChangeNothing() {
        var series = noise(700);
        series.set(500, 100.0);
        var gaps = new ArrayList<Double>();
        for (double value : series) {
            gaps.add(value);
            gaps.add(Double.NaN);
        }
        var detector = new AnomalyDetector();
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < gaps.size(); i++) {
            var score = detector.next(START.plusSeconds(300L * (i / 2)), gaps.get(i));
            if (i % 2 == 0) kept.add(score.score());
            else assertThat(score.score()).isZero();
        }

        assertThat(kept)
                .isEqualTo(scores(series).stream().map(AnomalyScore::score).toList());
    }

    @Test
    void nothingIsStrangeAtTheBeginning() {
        assertThat(onsets(scores(noise(150)))).isEmpty();
        assertThat(scores(noise(3))).allMatch(s -> s.score() == 0);
    }

    @Test
    void steadyNoiseHasFewOnsets() {
        int onsets = 0;
        for (int seed = 0; seed < 20; seed++)
            onsets += onsets(scores(random(4_000, seed))).size();

        // Of 80,000 measurements; about one in 400, most of them while the ranges are young.
        assertThat(onsets).isLessThan(300);
    }

    @Test
    void anyValuesGiveScoresBetweenZeroAndOne() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            DoubleUnaryOperator wild = switch (seed % 4) {
                case 0 -> v -> Math.exp(40 * v);
                case 1 -> v -> v > 1 ? Double.MAX_VALUE : -Double.MAX_VALUE;
                case 2 -> v -> v < 0 ? Double.NEGATIVE_INFINITY : v;
                default -> v -> Math.rint(v);
            };
            List<Double> series = new ArrayList<>();
            for (int i = 0; i < 400; i++) series.add(wild.applyAsDouble(random.nextGaussian()));

            assertThat(scores(series)).as("seed %d", seed).allMatch(s -> s.score() >= 0 && s.score() <= 1);
        }
    }

    private static List<AnomalyScore> scores(List<Double> series) {
        var detector = new AnomalyDetector();
        List<AnomalyScore> scores = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) scores.add(detector.next(START.plusSeconds(300L * i), series.get(i)));
        return scores;
    }

    private static List<Integer> onsets(List<AnomalyScore> scores) {
        List<Integer> onsets = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) if (scores.get(i).isOnset()) onsets.add(i);
        return onsets;
    }

    private static List<Double> noise(int length) {
        List<Double> series = new ArrayList<>();
        for (int i = 0; i < length; i++) series.add(10 + (i * 7919 % 101) / 101.0);
        return series;
    }

    private static List<Double> random(int length, int seed) {
        var random = new Random(seed);
        List<Double> series = new ArrayList<>();
        for (int i = 0; i < length; i++) series.add(10 + random.nextGaussian());
        return series;
    }
}
