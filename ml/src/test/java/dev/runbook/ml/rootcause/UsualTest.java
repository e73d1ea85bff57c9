package dev.runbook.ml.rootcause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UsualTest {

    private static final double[] VALUES = {10, 11, 9, 10, 12, 10, 9, 11, 10, 10};

    @Test
    void theUnitDoesNotMatter() {
        var bytes = Arrays.stream(VALUES).map(v -> v * 1e9).toArray();

        assertThat(Usual.of(bytes, 0).deviation(30e9))
                .isCloseTo(Usual.of(VALUES, 0).deviation(30), within(1e-9));
    }

    @Test
    void whatNeverMovedDoesNotLookInfinitelyStrange() {
        var constant = new double[] {5, 5, 5, 5};

        assertThat(Usual.of(constant, 0).deviation(5.5)).isCloseTo(1, within(1e-9));
        assertThat(Usual.of(new double[] {0, 0, 0}, 0).deviation(1)).isEqualTo(6);
        assertThat(Usual.of(new double[] {0, 0, 0}, 0).deviation(0)).isZero();
    }

    @Test
    void jumpsThatAreUsualWidenTheSpreadOnTheirSideAlone() {
        var jumping = new double[] {10, 10, 10, 10, 10, 10, 10, 10, 40, 40};
        var usual = Usual.of(jumping, 0);

        assertThat(usual.deviation(40)).isLessThan(2);
        assertThat(usual.deviation(-20)).isLessThan(-10);
    }
}
