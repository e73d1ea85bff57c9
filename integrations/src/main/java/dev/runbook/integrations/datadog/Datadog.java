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
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Graph;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialDeployments;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import java.time.Duration;
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

    /// How far back an event of ours is looked for.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final DatadogApi api;
    private final Charts charts;
    private final Events events;
    private final Downtimes downtimes;

    private Datadog(DatadogApi api, List<Measure> measures, String releases) {
        super(api.http().edge());
        this.api = api;
        charts = new Charts(api, measures);
        events = new Events(api, releases);
        downtimes = new Downtimes(api);
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

    @Override
    public Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> charts.metrics(scope, metric, window(timeframe), patience));
    }

    @Override
    public Observation queryMetrics(String query, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> charts.query(query, window(timeframe), patience));
    }

    @Override
    public Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var words = new ArrayList<String>();
            Tags.condition(scope).ifPresent(words::add);
            // A quoted phrase is looked for in the messages.
            query.ifPresent(text -> words.add("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
            return logs(words.isEmpty() ? "*" : String.join(" ", words), scope, timeframe, limit, patience);
        });
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
        return look(context, patience -> events.all(scope, window(timeframe), patience));
    }

    @Override
    public Observation recentDeployments(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> events.releases(scope, window(timeframe), patience));
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
        return look(context, downtimes::held);
    }

    @Override
    public Outcome mute(Scope scope, Duration duration, String reason, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            if (!duration.isPositive()) throw refused("nothing is muted for " + display(duration));
            var end = edge().clock().instant().plus(duration);
            return downtimes.mute(scope, end, reason, marker(key), patience);
        });
    }

    @Override
    public Outcome unmute(String id, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(context, patience -> downtimes.end(id, patience));
    }

    @Override
    public Outcome postEvent(Scope scope, String title, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> events.post(scope, title, text, key, window(REMEMBERED), patience));
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "mute" -> downtimes.muted(marker(key), patience);
            case "unmute" -> downtimes.ended(arguments.text("id"), patience);
            case "post_event" -> events.occurred(key, window(REMEMBERED), patience);
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
