package dev.runbook.integrations.prometheus;

import dev.runbook.integrations.registry.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A metric of ours as a query of Prometheus's, with `SCOPE` where the matcher of host or service goes and
/// `LABEL` where its label does.
///
/// @param ofHost whether it is measured of hosts, else of services
record Question(String name, String unit, boolean ofHost, String query) {

    private static final String REAL = "fstype!~\"tmpfs|overlay|squashfs|ramfs\"";

    /// What node_exporter and the usual client libraries give.
    static List<Question> standard() {
        return List.of(
                host(
                        "cpu_usage",
                        "percent",
                        "100 * (1 - avg by (LABEL) (rate(node_cpu_seconds_total{mode=\"idle\",SCOPE}[2m])))"),
                host("load_1m", "count", "max by (LABEL) (node_load1{SCOPE})"),
                host(
                        "memory_usage",
                        "percent",
                        "100 * (1 - sum by (LABEL) (node_memory_MemAvailable_bytes{SCOPE})"
                                + " / sum by (LABEL) (node_memory_MemTotal_bytes{SCOPE}))"),
                host(
                        "disk_usage",
                        "percent",
                        "max by (LABEL) (100 * (1 - node_filesystem_avail_bytes{" + REAL
                                + ",SCOPE} / node_filesystem_size_bytes{" + REAL + ",SCOPE}))"),
                service("cpu_usage", "percent", "100 * sum by (LABEL) (rate(process_cpu_seconds_total{SCOPE}[2m]))"),
                service("request_rate", "per_second", "sum by (LABEL) (rate(http_requests_total{SCOPE}[2m]))"),
                service(
                        "error_rate",
                        "percent",
                        "100 * sum by (LABEL) (rate(http_requests_total{status=~\"5..\",SCOPE}[2m]))"
                                + " / sum by (LABEL) (rate(http_requests_total{SCOPE}[2m]))"),
                service(
                        "latency_p95_ms",
                        "ms",
                        "1000 * histogram_quantile(0.95, sum by (le, LABEL)"
                                + " (rate(http_request_duration_seconds_bucket{SCOPE}[2m])))"));
    }

    private static Question host(String name, String unit, String query) {
        return new Question(name, unit, true, query);
    }

    private static Question service(String name, String unit, String query) {
        return new Question(name, unit, false, query);
    }

    /// Further ones, as `queue_depth=service:sum by (LABEL) (queue_length{SCOPE})`, with `;` between
    /// several. One of a known name takes its place.
    ///
    /// @throws ConfigurationException naming what cannot be read
    static List<Question> with(String text) {
        var questions = new ArrayList<>(standard());
        for (var one : text.split(";", -1)) {
            if (one.isBlank()) continue;
            var parts = one.strip().split("[=:]", 3);
            if (parts.length < 3 || !List.of("host", "service").contains(parts[1]) || !parts[2].contains("SCOPE"))
                throw new ConfigurationException("PROMETHEUS_METRICS has '" + one.strip()
                        + "'; write it as name=service:sum by (LABEL) (metric{SCOPE}), or with host");
            var name = parts[0].strip().toLowerCase(Locale.ROOT);
            var ofHost = parts[1].equals("host");
            questions.removeIf(q -> q.name().equals(name) && q.ofHost() == ofHost);
            questions.add(new Question(name, "", ofHost, parts[2].strip()));
        }
        return questions;
    }

    /// The query for a matcher such as `service="checkout"`.
    String asked(String matcher, String label) {
        return query.replace("SCOPE", matcher).replace("LABEL", label);
    }
}
