package dev.runbook.integrations.datadog;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.VendorHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The parts of Datadog's API that we use, in records of our own. Safe for use by many threads.
record DatadogApi(VendorHttp http) {

    /// Datadog's limits are in its answers alone; these keep us polite.
    private static final Rate METRICS = Rate.perMinute("metrics", 100);

    private static final Rate LOGS = Rate.perMinute("logs", 60);
    private static final Rate EVENTS = Rate.perMinute("events", 60);
    private static final Rate MONITORS = Rate.perMinute("monitors", 60);
    private static final Rate DOWNTIMES = Rate.perMinute("downtimes", 60);
    private static final Rate CATALOG = Rate.perMinute("catalog", 60);

    private static final int PAGE = 100;

    /// An event takes no longer text.
    private static final int TEXT = 4000;

    /// Logs and events give no more at once.
    private static final int LONGEST_PAGE = 1000;

    /// One line of a chart.
    ///
    /// @param formula which of the formulas it is, from 0
    /// @param tags such as `host:web-1`
    record Series(int formula, List<String> tags, String unit, List<Content.Point> points) {}

    /// The values of formulas over metrics. Times go in milliseconds.
    ///
    /// @param queries named `q0`, `q1` and so on
    List<Series> timeseries(List<String> queries, List<String> formulas, TimeWindow window, Patience patience)
            throws Unanswered, InterruptedException {
        var named = new ArrayList<Value>();
        for (int i = 0; i < queries.size(); i++)
            named.add(Value.fields("data_source", "metrics", "name", "q" + i, "query", queries.get(i)));
        var attributes = Value.fields(
                "from", window.from().toEpochMilli(),
                "to", window.to().toEpochMilli(),
                "interval", interval(window.length()).toMillis(),
                "queries", named,
                "formulas",
                        formulas.stream().map(f -> Value.fields("formula", f)).toList());
        var request = Request.of("POST", METRICS, "/api/v2/query/timeseries")
                .json(Value.fields("data", Value.fields("type", "timeseries_request", "attributes", attributes)));
        var body = reading(request, patience).body();
        var complaint = Nodes.text(body, "errors");
        if (complaint.isPresent()) throw new Unanswered(Fault.refused("datadog cannot compute it: " + complaint.get()));
        return series(body.path("data").path("attributes"));
    }

    /// A search is a POST, and changes nothing.
    private Answer reading(Request request, Patience patience) throws Unanswered, InterruptedException {
        return http.send(request.reading(), patience);
    }

    private static Duration interval(Duration length) {
        if (length.compareTo(Duration.ofHours(1)) <= 0) return Duration.ofSeconds(30);
        return length.compareTo(Duration.ofHours(3)) <= 0 ? Duration.ofMinutes(1) : Duration.ofMinutes(5);
    }

    private static List<Series> series(JsonNode attributes) {
        var times = Nodes.list(attributes, "times");
        var values = Nodes.list(attributes, "values");
        var series = new ArrayList<Series>();
        int number = 0;
        for (var node : Nodes.list(attributes, "series")) {
            var line = number < values.size() ? Nodes.list(values.get(number)) : List.<JsonNode>of();
            number++;
            series.add(new Series(
                    Nodes.whole(node, "query_index").orElse(0L).intValue(),
                    Nodes.list(node, "group_tags").stream()
                            .flatMap(tag -> Nodes.text(tag).stream())
                            .toList(),
                    Nodes.list(node, "unit").stream()
                            .flatMap(unit -> Nodes.text(unit, "name").stream())
                            .findFirst()
                            .orElse(""),
                    points(times, line)));
        }
        return series;
    }

    private static List<Content.Point> points(List<JsonNode> times, List<JsonNode> values) {
        var points = new ArrayList<Content.Point>();
        for (int i = 0; i < Math.min(times.size(), values.size()); i++) {
            var time = Nodes.whole(times.get(i));
            // A moment without a measurement is null.
            if (time.isPresent()
                    && values.get(i).isNumber()
                    && Double.isFinite(values.get(i).asDouble()))
                points.add(new Content.Point(
                        Instant.ofEpochMilli(time.get()), values.get(i).asDouble()));
        }
        points.sort(java.util.Comparator.comparing(Content.Point::time));
        return points;
    }

    /// A log line.
    record LogEntry(Instant time, String level, String host, String service, String message) {}

    /// Log lines that match a query, newest first.
    Harvest<LogEntry> logs(String query, TimeWindow window, int most, Patience patience)
            throws Unanswered, InterruptedException {
        return search(LOGS, "/api/v2/logs/events/search", query, window, most, patience, node -> {
            var attributes = node.path("attributes");
            return Nodes.time(attributes, "timestamp")
                    .map(time -> new LogEntry(
                            time,
                            Nodes.text(attributes, "status").orElse(""),
                            Nodes.text(attributes, "host").orElse(""),
                            Nodes.text(attributes, "service").orElse(""),
                            Nodes.text(attributes, "message").orElse("")));
        });
    }

    /// Something that happened.
    ///
    /// @param tags such as `service:checkout`
    record Happening(
            String id, Instant time, String title, String text, String host, String service, List<String> tags) {

        /// The value of the first tag of this name.
        Optional<String> tag(String name) {
            return Tags.value(tags, name);
        }
    }

    /// Events that match a query, newest first.
    Harvest<Happening> events(String query, TimeWindow window, int most, Patience patience)
            throws Unanswered, InterruptedException {
        return search(EVENTS, "/api/v2/events/search", query, window, most, patience, node -> {
            var attributes = node.path("attributes");
            return Nodes.time(attributes, "timestamp")
                    .map(time -> new Happening(
                            Nodes.text(node, "id").orElse(""),
                            time,
                            Nodes.text(attributes, "attributes", "title").orElse(""),
                            Nodes.text(attributes, "message").orElse(""),
                            Nodes.text(attributes, "attributes", "hostname").orElse(""),
                            Nodes.text(attributes, "attributes", "service").orElse(""),
                            Nodes.list(attributes, "tags").stream()
                                    .flatMap(tag -> Nodes.text(tag).stream())
                                    .toList()));
        });
    }

    private <T> Harvest<T> search(
            Rate rate,
            String path,
            String query,
            TimeWindow window,
            int most,
            Patience patience,
            java.util.function.Function<JsonNode, Optional<T>> read)
            throws Unanswered, InterruptedException {
        var filter = Value.fields("query", query, "from", window.from(), "to", window.to());
        int limit = Math.clamp(most, 1, LONGEST_PAGE);
        return Harvest.of("datadog", http.edge().limits().pages(), most, (Optional<String> cursor) -> {
            var page = cursor.map(after -> Value.fields("limit", limit, "cursor", after))
                    .orElseGet(() -> Value.fields("limit", limit));
            var request = Request.of("POST", rate, path)
                    .json(Value.fields("filter", filter, "sort", "-timestamp", "page", page));
            var body = reading(request, patience).body();
            return new Harvest.Page<>(
                    Nodes.list(body, "data").stream()
                            .map(read)
                            .flatMap(Optional::stream)
                            .toList(),
                    Nodes.text(body, "meta", "page", "after"));
        });
    }

    /// A monitor.
    ///
    /// @param state such as `Alert`, `Warn`, `OK`, `No Data`
    /// @param priority from 1, the highest, to 5
    record Monitor(
            String id,
            String name,
            String state,
            String query,
            String message,
            Optional<Long> priority,
            List<String> tags,
            List<Group> groups) {}

    /// What a monitor watches apart, such as one host.
    ///
    /// @param name such as `host:web-1,env:prod`; `*` where the monitor watches all as one
    record Group(String name, String state, Optional<Instant> triggered, Optional<Instant> resolved) {}

    /// All monitors, with the state of each of their groups.
    Harvest<Monitor> monitors(int most, Patience patience) throws Unanswered, InterruptedException {
        return Harvest.of("datadog", http.edge().limits().pages(), most, (Optional<Integer> cursor) -> {
            int page = cursor.orElse(0);
            var request = Request.get(MONITORS, "/api/v1/monitor")
                    .with("group_states", "all")
                    .with("page", page)
                    .with("page_size", PAGE);
            var nodes = Nodes.list(http.send(request, patience).body());
            return new Harvest.Page<>(
                    nodes.stream()
                            .map(DatadogApi::monitor)
                            .flatMap(Optional::stream)
                            .toList(),
                    nodes.size() < PAGE ? Optional.empty() : Optional.of(page + 1));
        });
    }

    private static Optional<Monitor> monitor(JsonNode node) {
        var groups = new ArrayList<Group>();
        for (var group : Nodes.at(node, "state", "groups").properties())
            groups.add(new Group(
                    group.getKey(),
                    Nodes.text(group.getValue(), "status").orElse(""),
                    seconds(group.getValue(), "last_triggered_ts"),
                    seconds(group.getValue(), "last_resolved_ts")));
        return Nodes.text(node, "id")
                .map(id -> new Monitor(
                        id,
                        Nodes.text(node, "name").orElse("monitor " + id),
                        Nodes.text(node, "overall_state").orElse(""),
                        Nodes.text(node, "query").orElse(""),
                        Nodes.text(node, "message").orElse(""),
                        Nodes.whole(node, "priority"),
                        Nodes.list(node, "tags").stream()
                                .flatMap(tag -> Nodes.text(tag).stream())
                                .toList(),
                        groups));
    }

    private static Optional<Instant> seconds(JsonNode node, String name) {
        return Nodes.whole(node, name).filter(s -> s > 0).map(Instant::ofEpochSecond);
    }

    /// Who depends on whom, as the software catalog has it.
    Harvest<Content.Edge> dependencies(Patience patience) throws Unanswered, InterruptedException {
        return Harvest.of("datadog", http.edge().limits().pages(), Integer.MAX_VALUE, (Optional<Integer> cursor) -> {
            int offset = cursor.orElse(0);
            var request = Request.get(CATALOG, "/api/v2/catalog/relation")
                    .with("filter[type]", "RelationTypeDependsOn")
                    .with("page[offset]", offset)
                    .with("page[limit]", PAGE);
            var nodes = Nodes.list(http.send(request, patience).body(), "data");
            var edges = new ArrayList<Content.Edge>();
            for (var node : nodes) {
                var from = Nodes.text(node, "attributes", "from", "name");
                var to = Nodes.text(node, "attributes", "to", "name");
                if (from.isPresent() && to.isPresent()) edges.add(new Content.Edge(from.get(), to.get()));
            }
            return new Harvest.Page<>(edges, nodes.size() < PAGE ? Optional.empty() : Optional.of(offset + PAGE));
        });
    }

    /// A downtime.
    ///
    /// @param status such as `active`, `scheduled`, `canceled`, `ended`
    record Downtime(String id, String scope, String status, String message, Optional<Instant> end) {
        boolean holds() {
            return status.equals("active") || status.equals("scheduled");
        }
    }

    /// The downtimes that hold now.
    Harvest<Downtime> downtimes(Patience patience) throws Unanswered, InterruptedException {
        return Harvest.of("datadog", http.edge().limits().pages(), Integer.MAX_VALUE, (Optional<Integer> cursor) -> {
            int offset = cursor.orElse(0);
            var request = Request.get(DOWNTIMES, "/api/v2/downtime")
                    .with("current_only", true)
                    .with("page[offset]", offset)
                    .with("page[limit]", PAGE);
            var nodes = Nodes.list(http.send(request, patience).body(), "data");
            return new Harvest.Page<>(
                    nodes.stream()
                            .map(DatadogApi::downtime)
                            .flatMap(Optional::stream)
                            .toList(),
                    nodes.size() < PAGE ? Optional.empty() : Optional.of(offset + PAGE));
        });
    }

    /// One downtime by its id.
    Optional<Downtime> downtime(String id, Patience patience) throws Unanswered, InterruptedException {
        try {
            return downtime(http.send(Request.get(DOWNTIMES, "/api/v2/downtime/{}", id), patience)
                    .body()
                    .path("data"));
        } catch (Unanswered unanswered) {
            if (unanswered.fault().kind() == Fault.Kind.ABSENT) return Optional.empty();
            throw unanswered;
        }
    }

    private static Optional<Downtime> downtime(JsonNode node) {
        var attributes = node.path("attributes");
        return Nodes.text(node, "id")
                .map(id -> new Downtime(
                        id,
                        Nodes.text(attributes, "scope").orElse(""),
                        Nodes.text(attributes, "status").orElse(""),
                        Nodes.text(attributes, "message").orElse(""),
                        Nodes.time(attributes, "schedule", "end")
                                .or(() -> Nodes.time(attributes, "schedule", "current_downtime", "end"))));
    }

    /// Mutes every monitor for a scope until a time.
    Downtime mute(String scope, Instant end, String message, Patience patience)
            throws Unanswered, InterruptedException {
        var attributes = Value.fields(
                "scope",
                scope,
                "message",
                message,
                "monitor_identifier",
                Value.fields("monitor_tags", List.of("*")),
                "schedule",
                Value.fields("end", end));
        var request = Request.of("POST", DOWNTIMES, "/api/v2/downtime")
                .json(Value.fields("data", Value.fields("type", "downtime", "attributes", attributes)));
        return downtime(http.send(request, patience).body().path("data"))
                .orElseThrow(() -> new Unanswered(Fault.of(
                        Fault.Kind.UNREADABLE, "datadog answered POST /api/v2/downtime without a downtime", true)));
    }

    /// Ends a downtime; one that is ended is left so.
    void unmute(String id, Patience patience) throws Unanswered, InterruptedException {
        http.send(Request.of("DELETE", DOWNTIMES, "/api/v2/downtime/{}", id).safeToRepeat(), patience);
    }

    /// Notes an event.
    ///
    /// @return its id
    String post(String title, String text, List<String> tags, Optional<String> host, Patience patience)
            throws Unanswered, InterruptedException {
        var event = Value.fields("title", title, "text", Cut.at(TEXT, text), "tags", tags, "alert_type", "info");
        if (host.isPresent()) event = event.with(java.util.Map.of("host", Value.text(host.get())));
        var body = http.send(Request.of("POST", EVENTS, "/api/v1/events").json(event), patience)
                .body();
        return Nodes.text(body, "event", "id").orElse("");
    }

    /// Whether the API key is one.
    boolean valid(Patience patience) throws Unanswered, InterruptedException {
        return Nodes.isTrue(
                http.send(Request.get(MONITORS, "/api/v1/validate"), patience).body(), "valid");
    }
}
