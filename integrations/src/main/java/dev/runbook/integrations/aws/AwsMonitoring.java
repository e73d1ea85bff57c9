package dev.runbook.integrations.aws;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What CloudWatch measures and warns of. Safe for use by many threads.
record AwsMonitoring(
        Machines machines, Containers containers, Databases databases, Watching watching, InstantSource clock) {

    /// GetMetricData takes no more.
    private static final int MOST_METRICS = 500;

    private static final Duration LATEST = Duration.ofMinutes(10);

    private TimeWindow window(Duration timeframe) {
        return TimeWindow.endingAt(clock.instant(), timeframe);
    }

    /// What a name of ours is at CloudWatch.
    private Harvest<Watching.Wanted> metricsOf(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var wanted = new ArrayList<Watching.Wanted>();
        var gap = Optional.<String>empty();
        if (scope.host().isPresent() || Scopes.isEverything(scope)) {
            var hosts = scope.host().isPresent()
                    ? new Harvest<>(machines.named(scope.host().get(), patience), Optional.empty())
                    : machines.all(patience);
            gap = hosts.gap();
            for (var machine : hosts.items()) wanted.addAll(Watching.ofInstance(machine.name(), machine.id()));
        }
        var services = Scopes.services(containers, scope, patience);
        gap = gap.or(services::gap);
        for (var service : services.items()) wanted.addAll(Watching.ofService(service.name(), service.cluster()));
        if (scope.service().isPresent()) {
            var found = databases.databases(scope.service(), patience).items();
            for (var database : found) wanted.addAll(Watching.ofDatabase(database.name()));
        }
        return new Harvest<>(wanted, gap);
    }

    Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, Patience patience)
            throws Unanswered, InterruptedException {
        var all = metricsOf(scope, patience);
        var wanted = new Harvest<>(
                        all.items().stream()
                                .filter(w -> metric.map(m -> m.equals(w.name()) || m.equals(w.metric()))
                                        .orElse(true))
                                .toList(),
                        all.gap())
                .cappedAt(MOST_METRICS, "aws");
        var found = watching.series(wanted.items(), window(timeframe), patience);
        return Answers.metrics(found.items(), wanted.gap().or(found::gap));
    }

    Observation expression(String query, Duration timeframe, Patience patience)
            throws Unanswered, InterruptedException {
        var found = watching.expression(query, window(timeframe), patience);
        return Answers.metrics(found.items(), found.gap());
    }

    /// An alarm, and what our domain calls the thing it watches.
    private record Named(Watching.Alarm alarm, String component) {}

    private Harvest<Named> alarmsOf(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var alarms = watching.alarms(Integer.MAX_VALUE, patience);
        var names = names(alarms.items(), patience);
        return new Harvest<>(
                alarms.items().stream()
                        .map(alarm -> new Named(alarm, component(alarm, names)))
                        .filter(named -> Scopes.isEverything(scope)
                                || scope.covers(named.component())
                                || named.alarm().dimensions().values().stream().anyMatch(scope::covers))
                        .toList(),
                alarms.gap());
    }

    /// The names of the machines that alarms watch; their ids where we may not ask.
    private Map<String, String> names(List<Watching.Alarm> alarms, Patience patience)
            throws Unanswered, InterruptedException {
        var ids = alarms.stream()
                .flatMap(alarm -> Optional.ofNullable(alarm.dimensions().get("InstanceId")).stream())
                .distinct()
                .toList();
        var names = new TreeMap<String, String>();
        new Parts<Machines.Instance>()
                .with(() -> new Harvest<>(machines.byId(ids, patience), Optional.empty()))
                .with(() -> new Harvest<>(List.of(), Optional.empty()))
                .all()
                .items()
                .forEach(machine -> names.put(machine.id(), machine.name()));
        return names;
    }

    private static String component(Watching.Alarm alarm, Map<String, String> names) {
        for (var dimension : List.of(
                "ServiceName",
                "DBInstanceIdentifier",
                "InstanceId",
                "AutoScalingGroupName",
                "LoadBalancer",
                "FunctionName")) {
            var value = alarm.dimensions().get(dimension);
            if (value != null) return names.getOrDefault(value, value);
        }
        return alarm.name();
    }

    Observation alarms(Scope scope, Duration timeframe, Patience patience) throws Unanswered, InterruptedException {
        var window = window(timeframe);
        var found = alarmsOf(scope, patience);
        var seen = found.items().stream()
                .filter(named -> isFiring(named.alarm())
                        || (named.alarm().state().equals("OK")
                                && named.alarm()
                                        .changed()
                                        .filter(window::contains)
                                        .isPresent()))
                .map(named -> new Content.AlertSeen(
                        new Alert(
                                named.alarm().name(),
                                named.component(),
                                named.alarm().text(),
                                Severity.HIGH,
                                named.alarm().changed().orElse(window.to()),
                                named.alarm().dimensions()),
                        isFiring(named.alarm())))
                .toList();
        return Answers.alerts(seen, found.gap());
    }

    private static boolean isFiring(Watching.Alarm alarm) {
        return alarm.state().equals("ALARM");
    }

    Observation monitors(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var found = alarmsOf(scope, patience);
        return Answers.facts(
                "monitors",
                "monitors",
                found.items().stream()
                        .map(named -> Value.fields(
                                "id", named.alarm().arn(),
                                "name", named.alarm().name(),
                                "state", named.alarm().state().toLowerCase(Locale.ROOT),
                                "component", named.component(),
                                "query", named.alarm().rule().strip()))
                        .toList(),
                found.gap());
    }

    String canSeeAlarms(Patience patience) throws Unanswered, InterruptedException {
        return watching.alarms(1, patience).items().isEmpty() ? "allowed; there are none" : "allowed";
    }

    String canSeeMetrics(Patience patience) throws Unanswered, InterruptedException {
        watching.series(Watching.ofInstance("check", "i-00000000"), window(LATEST), patience);
        return "allowed";
    }
}
