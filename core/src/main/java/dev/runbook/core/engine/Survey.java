package dev.runbook.core.engine;

import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Which questions every incident asks before its runbook does: first what there is and what fires, then
/// metrics, logs and changes of everything around the problem. Pure.
final class Survey {

    private Survey() {}

    /// What there is, who calls whom, and what fires.
    static List<Event.Call> overview(Duration lookBack) {
        return List.of(
                call(Capability.MONITORING, "get_current_alerts", "timeframe", text(lookBack)),
                call(Capability.MONITORING, "get_dependencies"),
                call(Capability.COMPUTE, "get_resources"));
    }

    /// Metrics, logs and changes of the components in focus.
    static List<Event.Call> closeUp(Focus focus, Duration lookBack) {
        var calls = new ArrayList<Event.Call>();
        calls.add(call(Capability.DEPLOYMENTS, "get_recent_deployments", "timeframe", text(lookBack)));
        calls.add(call(Capability.TICKETING, "get_recent_changes", "timeframe", text(lookBack)));
        calls.addAll(metrics(focus, lookBack));
        for (var component : focus.components())
            calls.add(call(
                    Capability.MONITORING,
                    "get_logs",
                    kind(focus, component),
                    component,
                    "timeframe",
                    text(lookBack),
                    "limit",
                    300));
        return calls;
    }

    /// What earlier incidents taught about a problem like this one.
    static Event.Call memory(ProblemReport report) {
        var parameters = new HashMap<String, Value>();
        parameters.put("problem", Value.text(report.words()));
        report.host().ifPresent(host -> parameters.put("host", Value.text(host)));
        report.service().ifPresent(service -> parameters.put("service", Value.text(service)));
        return new Event.Call(new OperationName(Capability.MEMORY, "find_similar"), new Value.Fields(parameters));
    }

    /// What people wrote about a problem like this one.
    static Event.Call pages(ProblemReport report) {
        return call(Capability.KNOWLEDGE, "find_pages", "problem", report.words());
    }

    /// What fires now, and the metrics of the components in focus: the look after acting.
    static List<Event.Call> again(Focus focus, Duration lookBack) {
        var calls = new ArrayList<Event.Call>();
        calls.add(call(Capability.MONITORING, "get_current_alerts", "timeframe", text(lookBack)));
        calls.addAll(metrics(focus, lookBack));
        return calls;
    }

    private static List<Event.Call> metrics(Focus focus, Duration lookBack) {
        return focus.components().stream()
                .map(component -> call(
                        Capability.MONITORING,
                        "get_metrics",
                        kind(focus, component),
                        component,
                        "timeframe",
                        text(lookBack)))
                .toList();
    }

    /// The metric values that triggers and success conditions speak of: the latest of each metric of the
    /// host and service in focus; where both have one of the name, the higher.
    static Value.Fields latest(Incident incident, Focus focus) {
        return Readings.latest(
                incident.findings().evidence(),
                component -> isAbout(focus.host(), component)
                        || isAbout(focus.service(), component)
                        || (focus.host().isEmpty() && focus.service().isEmpty()));
    }

    private static String kind(Focus focus, String component) {
        return focus.hosts().contains(component) ? "host" : "service";
    }

    private static boolean isAbout(Optional<String> name, String component) {
        return name.filter(component::equals).isPresent();
    }

    private static String text(Duration duration) {
        return Durations.display(duration).replace(" ", "");
    }

    private static Event.Call call(Capability capability, String method, Object... parameters) {
        return new Event.Call(new OperationName(capability, method), Value.fields(parameters));
    }
}
