package dev.runbook.ml.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runbook.ml.calibration.Reliability.Claim;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReliabilityTest {

    private static List<Claim> claims(double confidence, int right, int wrong) {
        var claims = new ArrayList<Claim>();
        for (int i = 0; i < right + wrong; i++) claims.add(new Claim(confidence, i < right));
        return claims;
    }

    @Test
    void whoIsRightAsOftenAsSaidHasNoError() {
        assertThat(Reliability.of(claims(0.75, 3, 1)).error()).isZero();
    }

    @Test
    void theErrorIsTheDistanceBetweenSaidAndRightByCases() {
        var claims = new ArrayList<>(claims(0.95, 5, 5));
        claims.addAll(claims(0.5, 5, 5));

        assertThat(Reliability.of(claims).error()).isCloseTo(0.225, within(1e-9));
    }

    @Test
    void certaintyIsInTheHighestBin() {
        assertThat(Reliability.of(claims(1, 1, 0)).bins())
                .singleElement()
                .satisfies(bin -> assertThat(bin.from()).isEqualTo(0.9));
    }

    @Test
    void noClaimsMakeNoBinsAndNoError() {
        assertThat(Reliability.of(List.of()).bins()).isEmpty();
        assertThat(Reliability.of(List.of()).error()).isZero();
    }
}
