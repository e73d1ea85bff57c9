package dev.runbook.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runbook.ml.evaluation.NabScorer.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class NabScorerTest {

    private static final List<Window> ONE = List.of(new Window(100, 109));

    private final double[] scores = new double[200];

    @Test
    void findingNothingScoresZero() {
        assertThat(NabScorer.score(scores, ONE, 0.5).normalised()).isEqualTo(0);
    }

    @Test
    void theFirstRowOfTheWindowIsPerfect() {
        scores[100] = 1;

        var score = NabScorer.score(scores, ONE, 0.5);

        assertThat(score.normalised()).isCloseTo(100, within(1e-9));
        assertThat(score.found()).isEqualTo(1);
    }

    @Test
    void theLastRowOfTheWindowIsWorthLittle() {
        scores[109] = 1;

        // 2 / (1 + e^-0.5) - 1 = 0.244919, over the best, 2 / (1 + e^-5) - 1 = 0.986614
        assertThat(NabScorer.score(scores, ONE, 0.5).raw()).isCloseTo(0.244919 / 0.986614, within(1e-5));
    }

    @Test
    void onlyTheEarliestAlarmOfAWindowCounts() {
        scores[104] = 1;
        double one = NabScorer.score(scores, ONE, 0.5).raw();
        scores[105] = 1;
        scores[109] = 1;

        assertThat(NabScorer.score(scores, ONE, 0.5).raw()).isEqualTo(one);
    }

    @Test
    void eachFalseAlarmCostsElevenHundredths() {
        scores[50] = 1;
        scores[51] = 1;

        assertThat(NabScorer.score(scores, ONE, 0.5).raw()).isCloseTo(-1.22, within(1e-9));
        assertThat(NabScorer.score(scores, List.of(), 0.5).raw()).isCloseTo(-0.22, within(1e-9));
    }

    @Test
    void aFalseAlarmRightAfterAWindowCostsLess() {
        scores[110] = 1;

        // 0.11 * (2 / (1 + e^(5/9)) - 1) = 0.11 * -0.270846
        assertThat(NabScorer.score(scores, ONE, 0.5).raw()).isCloseTo(-1 - 0.11 * 0.270846, within(1e-6));
    }

    @Test
    void probationCountsNothing() {
        scores[29] = 1;
        double before = NabScorer.score(scores, ONE, 0.5).raw();
        scores[30] = 1;

        assertThat(before).isEqualTo(-1);
        assertThat(NabScorer.score(scores, ONE, 0.5).raw()).isCloseTo(-1.11, within(1e-9));
        assertThat(NabScorer.probation(20_000)).isEqualTo(750);
    }
}
