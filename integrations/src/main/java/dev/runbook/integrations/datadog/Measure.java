package dev.runbook.integrations.datadog;

import dev.runbook.integrations.registry.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A metric of ours as Datadog computes it.
///
/// @param name as diagnosis knows it, such as `cpu_usage`
/// @param of what it is measured of: the tag `host` or `service`
/// @param queries Datadog's queries, with `SCOPE` where the tags go
/// @param formula over the queries, each a `%s`
record Measure(String name, String unit, String of, List<String> queries, String formula) {
    Measure {
        queries = List.copyOf(queries);
    }

    static final String HOST = "host";
    static final String SERVICE = "service";

    /// The metrics that the agent, and tracing, give without further configuration.
    ///
    /// @param trace the name of the traced operation whose hits and errors count, such as `http.request`
    static List<Measure> standard(String trace) {
        var hits = "sum:trace." + trace + ".hits{SCOPE}";
        return List.of(
                new Measure("cpu_usage", "percent", HOST, List.of("avg:system.cpu.idle{SCOPE}"), "100 - %s"),
                new Measure("load_1m", "count", HOST, List.of("avg:system.load.1{SCOPE}"), "%s"),
                new Measure(
                        "memory_usage", "percent", HOST, List.of("avg:system.mem.pct_usable{SCOPE}"), "100 - 100 * %s"),
                new Measure("disk_usage", "percent", HOST, List.of("max:system.disk.in_use{SCOPE}"), "100 * %s"),
                new Measure("cpu_usage", "percent", SERVICE, List.of("avg:system.processes.cpu.pct{SCOPE}"), "%s"),
                new Measure("memory_usage", "percent", SERVICE, List.of("avg:system.processes.mem.pct{SCOPE}"), "%s"),
                new Measure("request_rate", "per_second", SERVICE, List.of(hits + ".as_rate()"), "%s"),
                new Measure(
                        "error_rate",
                        "percent",
                        SERVICE,
                        List.of("sum:trace." + trace + ".errors{SCOPE}.as_count()", hits + ".as_count()"),
                        "100 * %s / %s"),
                new Measure("latency_p95_ms", "ms", SERVICE, List.of("p95:trace." + trace + "{SCOPE}"), "1000 * %s"),
                new Measure("connections_used", "count", SERVICE, List.of("sum:postgresql.connections{SCOPE}"), "%s"),
                new Measure(
                        "connections_used_percent",
                        "percent",
                        SERVICE,
                        List.of("max:postgresql.percent_usage_connections{SCOPE}"),
                        "100 * %s"));
    }

    /// Further metrics, as `queue_depth=service:avg:rabbitmq.queue.messages{SCOPE}`, with `;` between several.
    ///
    /// @throws ConfigurationException naming what cannot be read
    static List<Measure> further(String text) {
        var measures = new ArrayList<Measure>();
        for (var one : text.split(";", -1)) {
            if (one.isBlank()) continue;
            var parts = one.strip().split("[=:]", 3);
            if (parts.length < 3 || !List.of(HOST, SERVICE).contains(parts[1]) || !parts[2].contains("{SCOPE}"))
                throw new ConfigurationException("DATADOG_METRICS has '" + one.strip()
                        + "'; write it as name=service:avg:metric{SCOPE} or name=host:avg:metric{SCOPE}");
            measures.add(new Measure(
                    parts[0].strip().toLowerCase(Locale.ROOT), "", parts[1], List.of(parts[2].strip()), "%s"));
        }
        return measures;
    }

    /// Any metric of Datadog's by its own name.
    static Measure raw(String metric, String of) {
        return new Measure(metric, "", of, List.of("avg:" + metric + "{SCOPE}"), "%s");
    }

    /// The queries for one component, or for all of its kind.
    ///
    /// @param tags such as `host:web-1`, or `*`
    List<String> queries(String tags) {
        return queries.stream()
                .map(query -> query.replace("{SCOPE}", "{" + tags + "} by {" + of + "}"))
                .toList();
    }

    /// The formula over queries that are named from a number on.
    String formula(int first) {
        var names = IntStream.range(first, first + queries.size())
                .mapToObj(n -> "q" + n)
                .toArray();
        return formula.formatted(names);
    }
}
