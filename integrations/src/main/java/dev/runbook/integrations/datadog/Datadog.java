package dev.runbook.integrations.datadog;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Monitoring;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.datadog.DatadogApi.Happening;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Graph;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialDeployments;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Datadog, live. A downtime of ours carries our idempotency key in its message, an event in a tag.
public final class Datadog extends LiveVendor implements Monitoring, PartialDeployments {

    private static final String RELEASES =
            "source:(github OR gitlab OR jenkins OR argocd OR spinnaker OR octopus_deploy)"
                    + " OR event_type:deployment";

    /// More events than anybody reads.
    private static final int MOST_EVENTS = 1000;

    private static final int TEXT = 500;

    /// How far back an event of ours is looked for.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final DatadogApi api;
    private final List<Measure> measures;
    private final String releases;

    private Datadog(DatadogApi api, List<Measure> measures, String releases) {
        super(api.http().edge());
        this.api = api;
        this.measures = List.copyOf(measures);
        this.releases = releases;
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var apiKey = variables.secret("DATADOG_API_KEY");
        var applicationKey = variables.secret("DATADOG_APP_KEY");
        var site = variables.optional("DATADOG_SITE").orElse("datadoghq.com");
        var http = outside.http(
                outside.edge("datadog"),
                variables.url("DATADOG_BASE_URL", "https://api." + site),
                DatadogDialect.of(apiKey, applicationKey),
                new Scrubber(List.of(apiKey, applicationKey)));
        var measures = new ArrayList<>(
                Measure.standard(variables.optional("DATADOG_TRACE").orElse("http.request")));
        measures.addAll(Measure.further(variables.optional("DATADOG_METRICS").orElse("")));
        return new Datadog(
                new DatadogApi(http),
                measures,
                variables.optional("DATADOG_DEPLOYMENTS").orElse(RELEASES));
    }

    @Override
    public boolean offers(OperationName operation) {
        return Monitoring.super.offers(operation) && !operation.method().equals("rollback_deployment");
    }

    private TimeWindow window(Duration timeframe) {
        return TimeWindow.endingAt(edge().clock().instant().truncatedTo(ChronoUnit.MILLIS), timeframe);
    }

    /// The tags of a scope, as `host:web-1`; names are quoted nowhere, so only what a tag can hold is let
    /// through.
    private String tag(String kind, String name) throws Unanswered {
        return kind + ":" + id(kind, name, "[\\p{L}\\p{N}_.\\-/]{1,200}");
    }

    @Override
    public Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var wanted = new ArrayList<Asked>();
            for (var kind : List.of(Measure.HOST, Measure.SERVICE)) {
                var name = kind.equals(Measure.HOST) ? scope.host() : scope.service();
                var all = scope.host().isEmpty() && scope.service().isEmpty();
                if (name.isEmpty() && !all) continue;
                var tags = name.isPresent() ? tag(kind, name.get()) : "*";
                for (var measure : measures(kind, metric)) wanted.add(new Asked(measure, tags));
            }
            return wanted.isEmpty()
                    ? nothing()
                    : Answers.metrics(series(wanted, window(timeframe), patience), Optional.empty());
        });
    }

    private record Asked(Measure measure, String tags) {}

    private List<Measure> measures(String kind, Optional<String> metric) throws Unanswered {
        var known = measures.stream()
                .filter(m -> m.of().equals(kind))
                .filter(m -> metric.map(m.name()::equals).orElse(true))
                .toList();
        // A name with a dot is one of Datadog's own.
        if (known.isEmpty() && metric.isPresent() && metric.get().contains("."))
            return List.of(Measure.raw(id("metric", metric.get(), "[A-Za-z][\\w.]{0,200}"), kind));
        return known;
    }

    private List<Content.MetricSeries> series(List<Asked> asked, TimeWindow window, Patience patience)
            throws Unanswered, InterruptedException {
        var queries = new ArrayList<String>();
        var formulas = new ArrayList<String>();
        for (var one : asked) {
            formulas.add(one.measure().formula(queries.size()));
            queries.addAll(one.measure().queries(one.tags()));
        }
        var series = new ArrayList<Content.MetricSeries>();
        for (var line : api.timeseries(queries, formulas, window, patience)) {
            if (line.formula() < 0 || line.formula() >= asked.size()) continue;
            var measure = asked.get(line.formula()).measure();
            Tags.value(line.tags(), measure.of())
                    .ifPresent(component -> series.add(new Content.MetricSeries(
                            component,
                            measure.name(),
                            measure.unit().isEmpty() ? line.unit() : measure.unit(),
                            line.points())));
        }
        return series;
    }

    @Override
    public Observation queryMetrics(String query, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var lines = api.timeseries(List.of(query), List.of("q0"), window(timeframe), patience);
            return Answers.metrics(
                    lines.stream()
                            .map(line -> new Content.MetricSeries(
                                    Tags.value(line.tags(), "service")
                                            .or(() -> Tags.value(line.tags(), "host"))
                                            .orElseGet(() ->
                                                    line.tags().isEmpty() ? "all" : String.join(",", line.tags())),
                                    query,
                                    line.unit(),
                                    line.points()))
                            .toList(),
                    Optional.empty());
        });
    }

    @Override
    public Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var words = new ArrayList<String>();
            tags(scope).ifPresent(words::add);
            // A quoted phrase is looked for in the messages.
            query.ifPresent(text -> words.add("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
            return logs(words.isEmpty() ? "*" : String.join(" ", words), scope, timeframe, limit, patience);
        });
    }

    /// The condition that a scope is: its host or its service.
    private Optional<String> tags(Scope scope) throws Unanswered {
        var tags = new ArrayList<String>();
        if (scope.host().isPresent()) tags.add(tag("host", scope.host().get()));
        if (scope.service().isPresent()) tags.add(tag("service", scope.service().get()));
        if (tags.isEmpty()) return Optional.empty();
        return Optional.of(tags.size() == 1 ? tags.getFirst() : "(" + String.join(" OR ", tags) + ")");
    }

    private Observation logs(String query, Scope scope, Duration timeframe, int limit, Patience patience)
            throws Unanswered, InterruptedException {
        if (limit < 1) return nothing();
        var found = api.logs(query, window(timeframe), limit, patience);
        var said = found.items().stream()
                .map(line -> new Answers.Said(
                        component(line.host(), line.service(), scope),
                        new Content.LogLine(line.time(), level(line.level()), line.message())))
                .toList();
        return Answers.logs(said, found.gap());
    }

    /// A line belongs to the service that wrote it, and to its host where it names none.
    private static String component(String host, String service, Scope scope) {
        if (!service.isEmpty()) return service;
        return host.isEmpty() ? scope.service().or(scope::host).orElse("unknown") : host;
    }

    private static String level(String status) {
        return switch (status) {
            case "warning" -> "warn";
            default -> status;
        };
    }

    @Override
    public Observation queryLogs(String query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        var everything = new Scope(Optional.empty(), Optional.empty());
        return look(context, patience -> logs(query, everything, timeframe, limit, patience));
    }

    @Override
    public Observation currentAlerts(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var monitors = api.monitors(Integer.MAX_VALUE, patience);
            var window = window(timeframe);
            var seen = new ArrayList<Content.AlertSeen>();
            for (var monitor : monitors.items())
                for (var group : Watch.groups(monitor))
                    if (Watch.concerns(scope, monitor, group))
                        Watch.alert(monitor, group, window).ifPresent(seen::add);
            return Answers.alerts(seen, monitors.gap());
        });
    }

    @Override
    public Observation monitors(Scope scope, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var monitors = api.monitors(Integer.MAX_VALUE, patience);
            var rows = new ArrayList<Value.Fields>();
            for (var monitor : monitors.items())
                for (var group : Watch.groups(monitor))
                    if (Watch.concerns(scope, monitor, group))
                        rows.add(Value.fields(
                                "id", monitor.id(),
                                "name", monitor.name(),
                                "state", group.state().toLowerCase(java.util.Locale.ROOT),
                                "component", Watch.component(monitor, group),
                                "query", monitor.query()));
            return facts("monitors", "monitors", rows, monitors.gap());
        });
    }

    @Override
    public Observation events(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var found = api.events(tags(scope).orElse("*"), window(timeframe), MOST_EVENTS + 1, patience)
                    .cappedAt(MOST_EVENTS, name());
            return Answers.events(
                    found.items().stream()
                            .map(e -> change(e, e.tag("source").orElse("event")))
                            .toList(),
                    found.gap());
        });
    }

    private static Content.ChangeMade change(Happening event, String kind) {
        var host = event.tag("host").orElse(event.host());
        var service = event.tag("service").orElse(event.service());
        var summary = event.title().isBlank() ? event.text() : event.title();
        return new Content.ChangeMade(
                event.time(),
                kind,
                service.isEmpty() ? host : service,
                event.tag("version").orElse(""),
                Cut.at(TEXT, summary),
                event.tag("author").or(() -> event.tag("user")).orElse(""));
    }

    @Override
    public Observation recentDeployments(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var tags = tags(scope).map(t -> t + " AND (" + releases + ")").orElse(releases);
            var found = api.events(tags, window(timeframe), MOST_EVENTS + 1, patience)
                    .cappedAt(MOST_EVENTS, name());
            return Answers.releases(
                    found.items().stream()
                            .map(e -> new Answers.Release(
                                    change(e, "deployment"),
                                    e.tag("previous_version").orElse("")))
                            .toList(),
                    found.gap());
        });
    }

    @Override
    public Observation dependencies(Scope scope, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var all = api.dependencies(patience);
            var edges = Graph.around(scope, all.items());
            return answer(
                    edges.isEmpty() ? List.of() : List.of(new Content.Dependencies(edges)),
                    edges.stream()
                            .map(e -> Value.fields("from", e.from(), "to", e.to()))
                            .toList(),
                    all.gap());
        });
    }

    @Override
    public Observation mutes(CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var downtimes = api.downtimes(patience);
            return facts(
                    "mutes",
                    "mutes",
                    downtimes.items().stream()
                            .filter(DatadogApi.Downtime::holds)
                            .map(d -> Value.fields(
                                    "id", d.id(),
                                    "scope", d.scope(),
                                    "until", d.end().orElse(null),
                                    "reason", d.message()))
                            .toList(),
                    downtimes.gap());
        });
    }

    @Override
    public Outcome mute(Scope scope, Duration duration, String reason, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var tags = new ArrayList<String>();
            if (scope.host().isPresent()) tags.add(tag("host", scope.host().get()));
            if (scope.service().isPresent())
                tags.add(tag("service", scope.service().get()));
            if (tags.isEmpty()) throw refused("everything is not muted; name a host or a service");
            if (!duration.isPositive()) throw refused("nothing is muted for " + display(duration));
            var before = muted(key, patience);
            if (before.isPresent()) return new Outcome.Done(result(before.get()));
            Instant end = edge().clock().instant().plus(duration).truncatedTo(ChronoUnit.SECONDS);
            var message = reason + " " + marker(key);
            return new Outcome.Done(result(api.mute(String.join(" AND ", tags), end, message, patience)));
        });
    }

    private static Value.Fields result(DatadogApi.Downtime downtime) {
        return Value.fields(
                "id", downtime.id(),
                "scope", downtime.scope(),
                "until", downtime.end().orElse(null));
    }

    private Optional<DatadogApi.Downtime> muted(IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        return of(key, api.downtimes(patience));
    }

    private static Optional<DatadogApi.Downtime> of(IdempotencyKey key, Harvest<DatadogApi.Downtime> downtimes) {
        return downtimes.items().stream()
                .filter(d -> d.message().contains(marker(key)))
                .findFirst();
    }

    private Occurrence whetherMuted(IdempotencyKey key, Patience patience) throws Unanswered, InterruptedException {
        var downtimes = api.downtimes(patience);
        return of(key, downtimes)
                .<Occurrence>map(downtime -> new Occurrence.Happened(result(downtime)))
                .or(() -> downtimes.gap().map(Occurrence.CannotTell::new))
                .orElseGet(Occurrence.DidNotHappen::new);
    }

    @Override
    public Outcome unmute(String id, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(context, patience -> {
            var downtime = downtime(id, patience);
            if (downtime.holds()) api.unmute(downtime.id(), patience);
            return new Outcome.Done(Value.fields("id", downtime.id()));
        });
    }

    private DatadogApi.Downtime downtime(String id, Patience patience) throws Unanswered, InterruptedException {
        return api.downtime(id("downtime", id, "[A-Za-z0-9-]{1,64}"), patience)
                .orElseThrow(() -> refused("datadog has no downtime '" + id + "'"));
    }

    @Override
    public Outcome postEvent(Scope scope, String title, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var before = posted(key, patience);
            if (before.isPresent()) return new Outcome.Done(Value.fields("id", before.get()));
            var tags = new ArrayList<>(List.of("source:runbook", keyTag(key)));
            if (scope.service().isPresent())
                tags.add(tag("service", scope.service().get()));
            return new Outcome.Done(
                    Value.fields("id", api.post(title, text.isBlank() ? title : text, tags, scope.host(), patience)));
        });
    }

    private static String keyTag(IdempotencyKey key) {
        return "runbook_key:" + Digest.of(key.key()).brief();
    }

    private Optional<String> posted(IdempotencyKey key, Patience patience) throws Unanswered, InterruptedException {
        return api.events(keyTag(key), window(REMEMBERED), 1, patience).items().stream()
                .filter(event -> event.tags().contains(keyTag(key)))
                .map(Happening::id)
                .findFirst();
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "mute" -> whetherMuted(key, patience);
            case "unmute" -> {
                var downtime = downtime(arguments.text("id"), patience);
                yield downtime.holds()
                        ? new Occurrence.DidNotHappen()
                        : new Occurrence.Happened(Value.fields("id", downtime.id()));
            }
            case "post_event" ->
                posted(key, patience)
                        .<Occurrence>map(id -> new Occurrence.Happened(Value.fields("id", id)))
                        .orElseGet(Occurrence.DidNotHappen::new);
            default -> new Occurrence.CannotTell("datadog keeps no record of " + operation);
        });
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        var lately = window(Duration.ofMinutes(5));
        return List.of(
                find("DATADOG_API_KEY", timeout, patience -> {
                    if (!api.valid(patience)) throw refused("datadog does not know the key in DATADOG_API_KEY");
                    return "valid";
                }),
                find("read monitors (monitors_read)", timeout, patience -> {
                    var monitors = api.monitors(1, patience).items();
                    return monitors.isEmpty() ? "readable; there are none" : "readable";
                }),
                find("query metrics (timeseries_query, metrics_read)", timeout, patience -> {
                    var query = List.of("avg:system.cpu.idle{*} by {host}");
                    var hosts = api.timeseries(query, List.of("q0"), lately, patience);
                    return hosts.isEmpty() ? "readable; no host reports system.cpu.idle" : "readable";
                }),
                find("search logs (logs_read_data, logs_read_index_data)", timeout, patience -> {
                    var lines = api.logs("*", lately, 1, patience).items();
                    return lines.isEmpty() ? "readable; there are none of the last minutes" : "readable";
                }),
                find("search events (events_read)", timeout, patience -> {
                    api.events("*", lately, 1, patience);
                    return "readable";
                }),
                find("read downtimes (monitors_downtime)", timeout, patience -> {
                    api.downtimes(patience);
                    return "readable";
                }),
                find("read dependencies (apm_service_catalog_read)", timeout, patience -> {
                    var edges = api.dependencies(patience).items();
                    return edges.isEmpty() ? "readable; the catalog names none" : "readable";
                }));
    }

    @Override
    public String toString() {
        return "Datadog" + Map.of("base", api.http().base());
    }
}
