package dev.runbook.integrations.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Metric;
import org.junit.jupiter.api.Test;

class MeasureTest {

    @Test
    void conditionsKnowWhateverIsMeasuredWithoutBeingTold() {
        assertThat(Measure.standard("http.request"))
                .isNotEmpty()
                .allSatisfy(measure -> assertThat(Metric.KNOWN).contains(new Metric(measure.name(), measure.unit())));
    }
}
