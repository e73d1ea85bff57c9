package dev.runbook.core.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A metric that integrations measure without being told how. Which others there are, an installation says
/// (`DATADOG_METRICS`, `PROMETHEUS_METRICS`).
///
/// @param name as conditions write it, such as `cpu_usage`
/// @param unit such as `percent`, `ms`, `count`
public record Metric(String name, String unit) {

    /// Those that some integration measures by itself.
    public static final List<Metric> KNOWN = List.of(
            new Metric("cpu_usage", "percent"),
            new Metric("load_1m", "count"),
            new Metric("memory_usage", "percent"),
            new Metric("disk_usage", "percent"),
            new Metric("request_rate", "per_second"),
            new Metric("error_rate", "percent"),
            new Metric("latency_p95_ms", "ms"),
            new Metric("queue_depth", "count"),
            new Metric("connections_used", "count"),
            new Metric("connections_used_percent", "percent"),
            new Metric("query_latency_p95_ms", "ms"),
            new Metric("queries_per_second", "per_second"),
            new Metric("lock_waits", "count"),
            new Metric("packet_loss", "percent"),
            new Metric("network_rtt_ms", "ms"),
            new Metric("throughput_mbps", "mbps"),
            new Metric("free_storage_bytes", "bytes"),
            new Metric("status_check_failed", "count"));

    private static final Map<String, Metric> BY_NAME =
            KNOWN.stream().collect(Collectors.toUnmodifiableMap(Metric::name, Function.identity()));

    /// The names of the known ones.
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    public static Optional<Metric> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// The least value it can have.
    public double least() {
        return 0;
    }

    /// The highest value it can have.
    public double most() {
        return unit.equals("percent") ? 100 : Double.POSITIVE_INFINITY;
    }
}
