package dev.runbook.ml.rootcause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.ml.bundle.MetricKey;
import org.junit.jupiter.api.Test;

class DeviationKindTest {

    private static DeviationKind kind(String name) {
        return DeviationKind.of(new MetricKey("any", name, ""), "");
    }

    @Test
    void namesOfManyStylesAreUnderstood() {
        assertThat(kind("CpuUsageRate(%)")).isEqualTo(DeviationKind.PROCESSOR);
        assertThat(kind("container_cpu_usage_seconds_total")).isEqualTo(DeviationKind.PROCESSOR);
        assertThat(kind("mem")).isEqualTo(DeviationKind.MEMORY);
        assertThat(kind("MemoryUsage(Mi)")).isEqualTo(DeviationKind.MEMORY);
        assertThat(kind("FreeableMemory")).isNotEqualTo(DeviationKind.PROCESSOR);
        assertThat(kind("memory_available_bytes")).isNotEqualTo(DeviationKind.MEMORY);
        assertThat(kind("PodServerLatencyP90(s)")).isEqualTo(DeviationKind.LATENCY);
        assertThat(kind("PodClientLatencyP90(s)")).isEqualTo(DeviationKind.CLIENT_LATENCY);
        assertThat(kind("lat_90")).isEqualTo(DeviationKind.LATENCY);
        assertThat(kind("http_errors")).isEqualTo(DeviationKind.ERRORS);
        assertThat(kind("availability")).isEqualTo(DeviationKind.SUCCESS);
        assertThat(kind("requests")).isEqualTo(DeviationKind.TRAFFIC);
        assertThat(kind("NetworkReceiveBytes")).isEqualTo(DeviationKind.INPUT_OUTPUT);
        assertThat(kind("NodeCpuUsageRate(%)")).isEqualTo(DeviationKind.SHARED);
        assertThat(kind("temperature")).isEqualTo(DeviationKind.GAUGE);
    }

    @Test
    void theUnitHelpsWhereTheNameDoesNot() {
        assertThat(DeviationKind.of(new MetricKey("any", "checkout", "p99"), "ms"))
                .isEqualTo(DeviationKind.LATENCY);
    }
}
