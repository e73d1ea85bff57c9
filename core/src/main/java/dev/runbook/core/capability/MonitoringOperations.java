package dev.runbook.core.capability;

import static dev.runbook.core.capability.Parameters.SECOND;
import static dev.runbook.core.capability.Parameters.SOME_HOST;
import static dev.runbook.core.capability.Parameters.SOME_SERVICE;
import static dev.runbook.core.capability.Parameters.TIMEFRAME;
import static dev.runbook.core.capability.Parameters.YEAR;
import static dev.runbook.core.operation.Parameter.optional;
import static dev.runbook.core.operation.Parameter.required;
import static dev.runbook.core.operation.Parameter.withDefault;

import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import java.util.List;

/// What monitoring offers.
final class MonitoringOperations {

    private static final int MOST_LINES = 10_000;

    private MonitoringOperations() {}

    static void monitoring(List<Bound> all) {
        var port = new Port<>(Capability.MONITORING, Monitoring.class);
        all.add(port.reads("get_current_alerts", "The alerts that fire now or fired lately")
                .with(SOME_HOST, SOME_SERVICE, TIMEFRAME)
                .answers(Results.ALERTS)
                .by((m, a, c) -> m.currentAlerts(Scope.of(a), a.duration("timeframe"), c)));
        all.add(port.reads("get_metrics", "Metrics over time")
                .with(SOME_HOST, SOME_SERVICE, optional("metric", Parameter.Type.TEXT, "only this metric"), TIMEFRAME)
                .answers(Results.METRICS)
                .by((m, a, c) -> m.metrics(Scope.of(a), a.optionalText("metric"), a.duration("timeframe"), c)));
        all.add(port.reads("get_logs", "Log lines, newest last")
                .with(
                        SOME_HOST,
                        SOME_SERVICE,
                        optional("query", Parameter.Type.TEXT, "text that the lines contain"),
                        TIMEFRAME,
                        withDefault("limit", Parameter.Type.WHOLE, "how many lines at most", 500)
                                .between(1, MOST_LINES))
                .answers(Results.LOGS)
                .by((m, a, c) ->
                        m.logs(Scope.of(a), a.optionalText("query"), a.duration("timeframe"), a.whole("limit"), c)));
        all.add(port.reads("get_dependencies", "Who calls whom")
                .with(SOME_HOST, SOME_SERVICE)
                .answers(Results.EDGES)
                .by((m, a, c) -> m.dependencies(Scope.of(a), c)));
        all.add(port.reads("get_monitors", "What is watched, and its state")
                .with(SOME_HOST, SOME_SERVICE)
                .answers(Results.MONITORS)
                .by((m, a, c) -> m.monitors(Scope.of(a), c)));
        all.add(port.reads("get_events", "What happened lately: deployments, restarts, failures to start")
                .with(SOME_HOST, SOME_SERVICE, TIMEFRAME)
                .answers(Results.EVENTS)
                .by((m, a, c) -> m.events(Scope.of(a), a.duration("timeframe"), c)));
        monitoringInTheVendorsWords(port, all);
        muting(port, all);
    }

    private static void monitoringInTheVendorsWords(Port<Monitoring> port, List<Bound> all) {
        var query = required("query", Parameter.Type.TEXT, "the query, in the language of the monitoring system");
        all.add(port.reads("query_metrics", "Metrics by a query of the monitoring system's own")
                .with(query, TIMEFRAME)
                .answers(Results.METRICS)
                .by((m, a, c) -> m.queryMetrics(a.text("query"), a.duration("timeframe"), c)));
        all.add(port.reads("query_logs", "Log lines by a query of the log system's own, newest last")
                .with(
                        query,
                        TIMEFRAME,
                        withDefault("limit", Parameter.Type.WHOLE, "how many lines at most", 500)
                                .between(1, MOST_LINES))
                .answers(Results.LOGS)
                .by((m, a, c) -> m.queryLogs(a.text("query"), a.duration("timeframe"), a.whole("limit"), c)));
    }

    private static void muting(Port<Monitoring> port, List<Bound> all) {
        all.add(port.reads("get_mutes", "Which alerts are muted now")
                .answers(Results.MUTES)
                .by((m, _, c) -> m.mutes(c)));
        all.add(port.changes("mute", "Mutes the alerts of a host or service for a while", RiskLevel.MEDIUM)
                .with(
                        SOME_HOST,
                        SOME_SERVICE,
                        required("duration", Parameter.Type.DURATION, "for how long, such as 30m")
                                .between(SECOND, YEAR),
                        withDefault("reason", Parameter.Type.TEXT, "why", "Runbook acts on it"))
                .by((m, a, k, c) -> m.mute(Scope.of(a), a.duration("duration"), a.text("reason"), k, c)));
        all.add(port.changes("unmute", "Ends a mute", RiskLevel.LOW)
                .with(required("id", Parameter.Type.TEXT, "the mute's id"))
                .idempotent()
                .by((m, a, k, c) -> m.unmute(a.text("id"), k, c)));
        all.add(port.changes("post_event", "Notes an event beside metrics and alerts", RiskLevel.LOW)
                .with(
                        SOME_HOST,
                        SOME_SERVICE,
                        required("title", Parameter.Type.TEXT, "one line"),
                        withDefault("text", Parameter.Type.TEXT, "the whole story", ""))
                .by((m, a, k, c) -> m.postEvent(Scope.of(a), a.text("title"), a.text("text"), k, c)));
    }
}
