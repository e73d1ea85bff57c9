package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Monitoring;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Content.LogLine;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.world.Sight;
import dev.runbook.integrations.world.Worlds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Monitoring as Datadog would answer it.
final class MockDatadog extends MockVendor implements Monitoring {

    /// The simulated language: `error_rate`, or `error_rate{checkout}`.
    private static final Pattern QUERY = Pattern.compile("([a-z0-9_]+)(?:\\{([^{}]+)\\})?");

    private static final Scope EVERYTHING = new Scope(Optional.empty(), Optional.empty());

    /// What fired within it is a monitor.
    private static final Duration MONITORED = Duration.ofDays(1);

    MockDatadog(Worlds worlds) {
        super("datadog", worlds);
    }

    @Override
    public Observation currentAlerts(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look("get_current_alerts", context, sight -> {
            var names = names(concerned(scope, sight));
            var seen = sight.alerts(timeframe).stream()
                    .filter(a -> names.contains(a.alert().component()))
                    .toList();
            return answer(
                    seen.stream()
                            .map(a -> new Content.AlertSeen(a.alert(), a.firing()))
                            .toList(),
                    items(seen.stream().map(MockDatadog::fields).toList()));
        });
    }

    private static Value.Fields fields(Sight.SeenAlert seen) {
        var alert = seen.alert();
        return Value.fields(
                "name", alert.name(),
                "component", alert.component(),
                "severity", alert.severity(),
                "text", alert.text(),
                "firing", seen.firing(),
                "started_at", alert.startedAt());
    }

    @Override
    public Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look("get_metrics", context, sight -> {
            var series = named(scope, sight).stream()
                    .flatMap(c -> sight.metrics(c, metric, timeframe).stream())
                    .toList();
            return answer(series, items(series.stream().map(MockDatadog::fields).toList()));
        });
    }

    private static Value.Fields fields(Content.MetricSeries series) {
        var values = series.points().stream().mapToDouble(Content.Point::value).summaryStatistics();
        return Value.fields(
                "component", series.component(),
                "metric", series.metric(),
                "unit", series.unit(),
                "last", series.points().getLast().value(),
                "min", values.getMin(),
                "max", values.getMax(),
                "mean", Math.round(values.getAverage() * 100) / 100.0);
    }

    @Override
    public Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return look("get_logs", context, sight -> logs(scope, query, timeframe, limit, sight));
    }

    private static Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, Sight sight) {
        var matching = new LinkedHashMap<String, List<LogLine>>();
        for (var component : named(scope, sight)) {
            var lines = sight.logs(component, timeframe).stream()
                    .filter(line -> query.map(q -> contains(line, q)).orElse(true))
                    .toList();
            if (!lines.isEmpty()) matching.put(component.name(), lines);
        }
        int each = share(matching, limit);
        var contents = new ArrayList<Content.LogLines>();
        matching.forEach((name, lines) -> {
            if (each > 0) contents.add(new Content.LogLines(name, newest(lines, each), lines.size()));
        });
        return answer(contents, items(output(contents)));
    }

    /// Every component gets the same number of lines at most, so that a noisy one does not hide the others.
    private static int share(Map<String, List<LogLine>> matching, int limit) {
        int share = 0;
        while (true) {
            int next = share + 1;
            int needed = matching.values().stream()
                    .mapToInt(lines -> Math.min(lines.size(), next))
                    .sum();
            if (needed > limit || matching.values().stream().allMatch(lines -> lines.size() < next))
                return Math.max(share, matching.size() <= limit ? 1 : 0);
            share = next;
        }
    }

    private static boolean contains(LogLine line, String query) {
        return line.message().toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT));
    }

    private static <T> List<T> newest(List<T> lines, int limit) {
        return lines.subList(Math.max(0, lines.size() - limit), lines.size());
    }

    private static List<Value.Fields> output(List<Content.LogLines> contents) {
        record Said(String component, LogLine line) {}
        return contents.stream()
                .flatMap(c -> c.lines().stream().map(line -> new Said(c.component(), line)))
                .sorted(java.util.Comparator.comparing(said -> said.line().time()))
                .map(said -> Value.fields(
                        "component", said.component(),
                        "time", said.line().time(),
                        "level", said.line().level(),
                        "message", said.line().message()))
                .toList();
    }

    @Override
    public Observation dependencies(Scope scope, CallContext context) throws InterruptedException {
        return look("get_dependencies", context, sight -> {
            var graph = sight.estate().graph();
            var around = around(names(concerned(scope, sight)), graph);
            var edges = graph.stream()
                    .filter(e -> around.contains(e.from()) && around.contains(e.to()))
                    .toList();
            return answer(
                    edges.isEmpty() ? List.of() : List.of(new Content.Dependencies(edges)),
                    items(edges.stream()
                            .map(e -> Value.fields("from", e.from(), "to", e.to()))
                            .toList()));
        });
    }

    @Override
    public Observation queryMetrics(String query, Duration timeframe, CallContext context) throws InterruptedException {
        var parts = QUERY.matcher(query.strip());
        return look("query_metrics", context, sight -> {
            if (!parts.matches()) return answer(List.of(), items(List.of()));
            var of = Optional.ofNullable(parts.group(2));
            var series = sight.estate().components().stream()
                    .filter(c -> of.isEmpty() || c.name().equals(of.get()))
                    .flatMap(c -> sight.metrics(c, Optional.of(parts.group(1)), timeframe).stream())
                    .toList();
            return answer(series, items(series.stream().map(MockDatadog::fields).toList()));
        });
    }

    @Override
    public Observation queryLogs(String query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return look("query_logs", context, sight -> logs(EVERYTHING, Optional.of(query), timeframe, limit, sight));
    }

    @Override
    public Observation monitors(Scope scope, CallContext context) throws InterruptedException {
        return look("get_monitors", context, sight -> {
            var names = names(concerned(scope, sight));
            var rows = sight.alerts(MONITORED).stream()
                    .filter(a -> names.contains(a.alert().component()))
                    .map(a -> Value.fields(
                            "id", a.alert().fingerprint(),
                            "name", a.alert().name(),
                            "state", a.firing() ? "alert" : "ok",
                            "component", a.alert().component(),
                            "query", ""))
                    .distinct()
                    .toList();
            return facts("monitors", "monitors", rows);
        });
    }

    @Override
    public Observation events(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(
                "get_events",
                context,
                sight -> changes(
                        scope,
                        timeframe,
                        sight,
                        change -> Value.fields(
                                "time", change.at(),
                                "kind", change.kind(),
                                "component", change.component(),
                                "text", change.summary(),
                                "author", change.author())));
    }

    @Override
    public Observation mutes(CallContext context) throws InterruptedException {
        return look(
                "get_mutes",
                context,
                sight -> facts(
                        "mutes",
                        "mutes",
                        sight.desk().mutes(sight.now()).stream()
                                .map(m -> Value.fields(
                                        "id", m.id(), "scope", m.scope(), "until", m.until(), "reason", m.reason()))
                                .toList()));
    }

    private Outcome monitoring(String method, Value.Fields parameters, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(Capability.MONITORING, method, parameters, key, context);
    }

    private static Value.Fields with(Scope scope, Value.Fields parameters) {
        var all = parameters;
        if (scope.host().isPresent())
            all = all.with(Map.of("host", Value.text(scope.host().get())));
        if (scope.service().isPresent())
            all = all.with(Map.of("service", Value.text(scope.service().get())));
        return all;
    }

    @Override
    public Outcome mute(Scope scope, Duration duration, String reason, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return monitoring("mute", with(scope, Value.fields("duration", duration, "reason", reason)), key, context);
    }

    @Override
    public Outcome unmute(String id, IdempotencyKey key, CallContext context) throws InterruptedException {
        return monitoring("unmute", Value.fields("id", id), key, context);
    }

    @Override
    public Outcome postEvent(Scope scope, String title, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return monitoring("post_event", with(scope, Value.fields("title", title, "text", text)), key, context);
    }

    private static Set<String> names(List<Component> components) {
        var names = new HashSet<String>();
        components.forEach(c -> names.add(c.name()));
        return names;
    }

    /// The names, all their callers and all they call, to the ends of the graph.
    private static Set<String> around(Set<String> names, List<Content.Edge> graph) {
        var up = new HashSet<>(names);
        var down = new HashSet<>(names);
        for (boolean grew = true; grew; ) {
            grew = false;
            for (var edge : graph) {
                if (up.contains(edge.to())) grew |= up.add(edge.from());
                if (down.contains(edge.from())) grew |= down.add(edge.to());
            }
        }
        up.addAll(down);
        return up;
    }
}
