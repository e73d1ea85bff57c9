package dev.runbook.ml.offline.cases;

import java.util.List;
import java.util.Random;

/// How an organisation calls and measures things; each organisation does it in its own way.
record Vocabulary(
        MetricStyle cpu,
        MetricStyle memory,
        MetricStyle latency,
        MetricStyle errors,
        MetricStyle traffic,
        MetricStyle disk,
        MetricStyle connections,
        MetricStyle loss,
        MetricStyle rtt,
        MetricStyle locks) {

    /// A metric's name, unit and scale.
    ///
    /// @param scale the factor from the plain unit: percent, milliseconds or a count
    /// @param counter whether it only grows
    /// @param remainder whether it says what is left instead of what is used, of 100 percent
    record MetricStyle(String name, String unit, double scale, boolean counter, boolean remainder) {
        static MetricStyle gauge(String name, String unit, double scale) {
            return new MetricStyle(name, unit, scale, false, false);
        }

        static MetricStyle counter(String name, String unit, double scale) {
            return new MetricStyle(name, unit, scale, true, false);
        }

        static MetricStyle remainder(String name, String unit, double scale) {
            return new MetricStyle(name, unit, scale, false, true);
        }
    }

    private static final List<MetricStyle> CPU = List.of(
            MetricStyle.gauge("cpu_usage", "percent", 1),
            MetricStyle.gauge("CPUUtilization", "Percent", 1),
            MetricStyle.gauge("system.cpu.utilization", "ratio", 0.01),
            MetricStyle.remainder("cpu_idle_pct", "%", 1),
            MetricStyle.counter("process_cpu_seconds_total", "seconds", 0.01));

    private static final List<MetricStyle> MEMORY = List.of(
            MetricStyle.gauge("memory_usage", "percent", 1),
            MetricStyle.gauge("container_memory_working_set_bytes", "bytes", 85_899_345.92),
            MetricStyle.gauge("mem.used_pct", "", 1),
            MetricStyle.remainder("MemAvailable", "bytes", 171_798_691.84),
            MetricStyle.gauge("jvm_heap_used_mb", "MB", 40.96));

    private static final List<MetricStyle> LATENCY = List.of(
            MetricStyle.gauge("latency_p95_ms", "ms", 1),
            MetricStyle.gauge("http_request_duration_seconds_p99", "s", 0.001),
            MetricStyle.gauge("ResponseTime", "Milliseconds", 1),
            MetricStyle.gauge("target_response_time", "seconds", 0.001));

    private static final List<MetricStyle> ERRORS = List.of(
            MetricStyle.gauge("error_rate", "percent", 1),
            MetricStyle.gauge("http_5xx_per_min", "count", 7),
            MetricStyle.counter("request_errors_total", "", 3),
            MetricStyle.gauge("failed_requests_ratio", "ratio", 0.01));

    private static final List<MetricStyle> TRAFFIC = List.of(
            MetricStyle.gauge("requests_per_second", "rps", 1),
            MetricStyle.gauge("RequestCount", "Count", 60),
            MetricStyle.counter("http_requests_total", "", 60),
            MetricStyle.gauge("throughput", "", 1));

    private static final List<MetricStyle> DISK = List.of(
            MetricStyle.gauge("disk_usage", "percent", 1),
            MetricStyle.gauge("fs.used_percent", "%", 1),
            MetricStyle.remainder("disk_free_percent", "percent", 1));

    private static final List<MetricStyle> CONNECTIONS = List.of(
            MetricStyle.gauge("connections_used_percent", "percent", 1),
            MetricStyle.gauge("DatabaseConnections", "Count", 2),
            MetricStyle.gauge("pg_stat_activity_connections", "", 1.5));

    private static final List<MetricStyle> LOSS = List.of(
            MetricStyle.gauge("packet_loss", "percent", 1),
            MetricStyle.gauge("net.packets_dropped", "count", 30),
            MetricStyle.gauge("tcp_retransmits_per_s", "", 12));

    private static final List<MetricStyle> RTT = List.of(
            MetricStyle.gauge("network_rtt_ms", "ms", 1),
            MetricStyle.gauge("ping_latency_seconds", "s", 0.001),
            MetricStyle.gauge("link.latency", "ms", 1));

    private static final List<MetricStyle> LOCKS = List.of(
            MetricStyle.gauge("lock_waits", "count", 1),
            MetricStyle.gauge("innodb_row_lock_waits", "", 2),
            MetricStyle.gauge("blocked_sessions_locks", "count", 1));

    static Vocabulary of(Random random) {
        return new Vocabulary(
                one(CPU, random),
                one(MEMORY, random),
                one(LATENCY, random),
                one(ERRORS, random),
                one(TRAFFIC, random),
                one(DISK, random),
                one(CONNECTIONS, random),
                one(LOSS, random),
                one(RTT, random),
                one(LOCKS, random));
    }

    static <T> T one(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
