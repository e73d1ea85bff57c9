package dev.runbook.integrations.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Metric;
import org.junit.jupiter.api.Test;

class MetricKindTest {

    @Test
    void conditionsKnowWhateverTheSimulatedMonitoringCollects() {
        assertThat(Fixtures.STANDARD.metrics())
                .isNotEmpty()
                .allSatisfy(kind -> assertThat(Metric.KNOWN).contains(new Metric(kind.name(), kind.unit())));
    }
}
