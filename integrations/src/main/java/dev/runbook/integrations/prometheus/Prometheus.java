package dev.runbook.integrations.prometheus;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Labels;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialMonitoring;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.PlainDialect;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.edge.WebAccess;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Prometheus, live. It only looks; muting is Alertmanager's.
public final class Prometheus extends LiveVendor implements PartialMonitoring {

    private static final Set<String> OFFERED = Set.of("get_metrics", "query_metrics", "get_monitors");

    private final PrometheusApi api;
    private final Labels labels;
    private final List<Question> questions;
    private final boolean alerts;

    private Prometheus(PrometheusApi api, Labels labels, List<Question> questions, boolean alerts) {
        super(api.http().edge());
        this.api = api;
        this.labels = labels;
        this.questions = List.copyOf(questions);
        this.alerts = alerts;
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var access = WebAccess.of(variables, "PROMETHEUS");
        var headers = new TreeMap<>(Map.of("Accept", "application/json"));
        variables.optional("PROMETHEUS_TENANT").ifPresent(tenant -> headers.put("X-Scope-OrgID", tenant));
        var http = outside.http(
                outside.edge("prometheus"),
                variables.url("PROMETHEUS_BASE_URL", ""),
                new PlainDialect(access.credentials(), headers, "error", access.check()),
                new Scrubber(access.secrets()));
        return new Prometheus(
                new PrometheusApi(http),
                Labels.of(variables, "PROMETHEUS"),
                Question.with(variables.optional("PROMETHEUS_METRICS").orElse("")),
                // Where there is an Alertmanager, it knows the alerts of this Prometheus too.
                variables.optional("ALERTMANAGER_BASE_URL").isEmpty());
    }

    @Override
    public boolean offers(OperationName operation) {
        return PartialMonitoring.super.offers(operation)
                && (OFFERED.contains(operation.method())
                        || (alerts && operation.method().equals("get_current_alerts")));
    }

    private TimeWindow window(Duration timeframe) {
        return TimeWindow.endingAt(edge().clock().instant().truncatedTo(ChronoUnit.MILLIS), timeframe);
    }

    private String matcher(boolean ofHost, String name) throws Unanswered {
        var checked = id(ofHost ? "host" : "service", name, "[\\w.\\-/]{1,200}");
        return ofHost
                ? labels.host() + "=~\"" + Labels.withAnyPort(checked).replace("\\", "\\\\") + "\""
                : labels.service() + "=\"" + checked + "\"";
    }

    @Override
    public Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var series = new ArrayList<Content.MetricSeries>();
            Optional<String> gap = Optional.empty();
            var everything = scope.host().isEmpty() && scope.service().isEmpty();
            for (var question : questions) {
                if (metric.isPresent() && !metric.get().equals(question.name())) continue;
                var name = question.ofHost() ? scope.host() : scope.service();
                if (name.isEmpty() && !everything) continue;
                var label = question.ofHost() ? labels.host() : labels.service();
                var matcher = name.isPresent() ? matcher(question.ofHost(), name.get()) : label + "!=\"\"";
                var answer = api.range(question.asked(matcher, label), window(timeframe), patience);
                gap = gap.or(answer::gap);
                for (var line : answer.items())
                    component(line.labels(), label)
                            .ifPresent(component -> series.add(new Content.MetricSeries(
                                    component, question.name(), question.unit(), line.points())));
            }
            return Answers.metrics(series, gap);
        });
    }

    private Optional<String> component(Map<String, String> of, String label) {
        return Optional.ofNullable(of.get(label)).map(Labels::withoutPort);
    }

    @Override
    public Observation queryMetrics(String query, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var answer = api.range(query, window(timeframe), patience);
            return Answers.metrics(
                    answer.items().stream()
                            .map(line -> new Content.MetricSeries(
                                    labels.component(line.labels())
                                            .orElseGet(() -> line.labels().isEmpty()
                                                    ? "all"
                                                    : line.labels().toString()),
                                    line.labels().getOrDefault("__name__", query),
                                    "",
                                    line.points()))
                            .toList(),
                    answer.gap());
        });
    }

    @Override
    public Observation monitors(Scope scope, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var rows = new ArrayList<Value.Fields>();
            for (var rule : api.rules(patience)) {
                var components = rule.alerts().stream()
                        .filter(active -> labels.concern(scope, active.labels()))
                        .map(active -> labels.component(active.labels()).orElse(""))
                        .distinct()
                        .toList();
                if (components.isEmpty() && labels.concern(scope, rule.labels()))
                    components = List.of(labels.component(rule.labels()).orElse(""));
                for (var component : components)
                    rows.add(Value.fields(
                            "id", rule.name(),
                            "name", rule.name(),
                            "state", rule.state(),
                            "component", component,
                            "query", rule.query()));
            }
            return facts("monitors", "monitors", rows, Optional.empty());
        });
    }

    @Override
    public Observation currentAlerts(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(
                context,
                patience -> Answers.alerts(
                        api.rules(patience).stream()
                                .flatMap(rule -> rule.alerts().stream())
                                .filter(active -> active.state().equals("firing"))
                                .filter(active -> labels.concern(scope, active.labels()))
                                .map(active -> new Content.AlertSeen(
                                        labels.alert(
                                                active.labels(),
                                                active.annotations(),
                                                active.since()
                                                        .orElse(edge().clock().instant())),
                                        true))
                                .toList(),
                        Optional.empty()));
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context) {
        return new Occurrence.CannotTell("prometheus changes nothing");
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        return List.of(find("query", timeout, this::targets), find("read rules", timeout, patience -> {
            int rules = api.rules(patience).size();
            return rules == 0 ? "readable; there are no alerting rules" : "readable";
        }));
    }

    private String targets(Patience patience) throws Unanswered, InterruptedException {
        int targets =
                api.range("up", window(Duration.ofMinutes(5)), patience).items().size();
        return targets == 0 ? "works, and nothing is scraped" : "works; " + targets + " targets are scraped";
    }

    @Override
    public String toString() {
        return "Prometheus" + Map.of("base", api.http().base());
    }
}
