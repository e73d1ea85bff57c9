package dev.runbook.ml.rootcause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.ml.bundle.MetricKey;
import org.junit.jupiter.api.Test;

class MetricKindTest {

    private static MetricKind kind(String name) {
        return MetricKind.of(new MetricKey("any", name, ""), "");
    }

    @Test
    void namesOfManyStylesAreUnderstood() {
        assertThat(kind("CpuUsageRate(%)")).isEqualTo(MetricKind.PROCESSOR);
        assertThat(kind("container_cpu_usage_seconds_total")).isEqualTo(MetricKind.PROCESSOR);
        assertThat(kind("mem")).isEqualTo(MetricKind.MEMORY);
        assertThat(kind("MemoryUsage(Mi)")).isEqualTo(MetricKind.MEMORY);
        assertThat(kind("FreeableMemory")).isNotEqualTo(MetricKind.PROCESSOR);
        assertThat(kind("memory_available_bytes")).isNotEqualTo(MetricKind.MEMORY);
        assertThat(kind("PodServerLatencyP90(s)")).isEqualTo(MetricKind.LATENCY);
        assertThat(kind("PodClientLatencyP90(s)")).isEqualTo(MetricKind.CLIENT_LATENCY);
        assertThat(kind("lat_90")).isEqualTo(MetricKind.LATENCY);
        assertThat(kind("http_errors")).isEqualTo(MetricKind.ERRORS);
        assertThat(kind("availability")).isEqualTo(MetricKind.SUCCESS);
        assertThat(kind("requests")).isEqualTo(MetricKind.TRAFFIC);
        assertThat(kind("NetworkReceiveBytes")).isEqualTo(MetricKind.INPUT_OUTPUT);
        assertThat(kind("NodeCpuUsageRate(%)")).isEqualTo(MetricKind.SHARED);
        assertThat(kind("temperature")).isEqualTo(MetricKind.GAUGE);
    }

    @Test
    void theUnitHelpsWhereTheNameDoesNot() {
        assertThat(MetricKind.of(new MetricKey("any", "checkout", "p99"), "ms")).isEqualTo(MetricKind.LATENCY);
    }
}
