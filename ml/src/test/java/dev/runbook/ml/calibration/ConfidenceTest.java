package dev.runbook.ml.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfidenceTest {

    @Test
    void moreEvidenceNeverGivesLessConfidence() {
        var confidences = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> Confidence.calibrated(i / 100.0))
                .toList();

        assertThat(confidences).isSorted().allMatch(c -> c >= 0 && c <= 1);
    }

    @Test
    void whatCouldNotBeSeenCapsWhatMayBeClaimed() {
        assertThat(Confidence.ceiling(0)).isLessThan(1);
        assertThat(Confidence.ceiling(1)).isLessThan(Confidence.ceiling(0));
        assertThat(Confidence.ceiling(3)).isLessThan(Confidence.ceiling(2));
        assertThat(Confidence.ofHealth(4)).isLessThanOrEqualTo(Confidence.ceiling(4));
    }
}
