package dev.runbook.integrations.alertmanager;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.VendorHttp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The parts of Alertmanager's API that we use, in records of our own. Safe for use by many threads.
record AlertmanagerApi(VendorHttp http) {

    private static final Rate RATE = Rate.perMinute("api", 600);

    /// An alert that has not ended.
    record Active(Map<String, String> labels, Map<String, String> annotations, Optional<Instant> since) {}

    /// Every alert that has not ended, silenced ones included.
    List<Active> alerts(Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/api/v2/alerts")
                .with("active", true)
                .with("silenced", true)
                .with("inhibited", true)
                .with("unprocessed", true);
        return Nodes.list(http.send(request, patience).body()).stream()
                .map(node -> new Active(
                        labels(node.path("labels")), labels(node.path("annotations")), Nodes.time(node, "startsAt")))
                .toList();
    }

    private static Map<String, String> labels(JsonNode node) {
        var labels = new TreeMap<String, String>();
        for (var label : node.properties())
            Nodes.text(label.getValue()).ifPresent(value -> labels.put(label.getKey(), value));
        return labels;
    }

    /// A silence.
    ///
    /// @param state `pending`, `active` or `expired`
    /// @param matchers for people
    record Silence(String id, String state, String matchers, Optional<Instant> end, String comment) {
        boolean holds() {
            return !state.equals("expired");
        }
    }

    /// A condition on a label.
    record Matcher(String name, String value, boolean isRegex) {
        Value.Fields fields() {
            return Value.fields("name", name, "value", value, "isRegex", isRegex, "isEqual", true);
        }
    }

    /// All silences that Alertmanager remembers.
    List<Silence> silences(Patience patience) throws Unanswered, InterruptedException {
        return Nodes.list(http.send(Request.get(RATE, "/api/v2/silences"), patience)
                        .body())
                .stream()
                .map(AlertmanagerApi::silence)
                .flatMap(Optional::stream)
                .toList();
    }

    /// One silence by its id.
    Optional<Silence> silence(String id, Patience patience) throws Unanswered, InterruptedException {
        try {
            return silence(http.send(Request.get(RATE, "/api/v2/silence/{}", id), patience)
                    .body());
        } catch (Unanswered unanswered) {
            if (unanswered.fault().kind() == Fault.Kind.ABSENT) return Optional.empty();
            throw unanswered;
        }
    }

    private static Optional<Silence> silence(JsonNode node) {
        return Nodes.text(node, "id")
                .map(id -> new Silence(
                        id,
                        Nodes.text(node, "status", "state").orElse(""),
                        Nodes.list(node, "matchers").stream()
                                .map(AlertmanagerApi::matcher)
                                .collect(Collectors.joining(", ")),
                        Nodes.time(node, "endsAt"),
                        Nodes.text(node, "comment").orElse("")));
    }

    /// A condition as Prometheus writes it. It is one of equality unless it says that it is none.
    private static String matcher(JsonNode node) {
        var unequal = node.path("isEqual").isBoolean() && !Nodes.isTrue(node, "isEqual");
        var regex = Nodes.isTrue(node, "isRegex");
        var sign = unequal ? (regex ? "!~" : "!=") : (regex ? "=~" : "=");
        return Nodes.text(node, "name").orElse("")
                + sign
                + Nodes.text(node, "value").orElse("");
    }

    /// Silences what matches.
    ///
    /// @return the silence's id
    String mute(List<Matcher> matchers, Instant from, Instant to, String comment, Patience patience)
            throws Unanswered, InterruptedException {
        var silence = Value.fields(
                "matchers", matchers.stream().map(Matcher::fields).toList(),
                "startsAt", from,
                "endsAt", to,
                "createdBy", "Runbook",
                "comment", comment);
        var body = http.send(Request.of("POST", RATE, "/api/v2/silences").json(silence), patience)
                .body();
        return Nodes.text(body, "silenceID")
                .orElseThrow(() -> new Unanswered(Fault.of(
                        Fault.Kind.UNREADABLE, "alertmanager answered POST /api/v2/silences without an id", true)));
    }

    /// Ends a silence.
    void unmute(String id, Patience patience) throws Unanswered, InterruptedException {
        http.send(Request.of("DELETE", RATE, "/api/v2/silence/{}", id).safeToRepeat(), patience);
    }

    /// The version that runs.
    String version(Patience patience) throws Unanswered, InterruptedException {
        return Nodes.text(
                        http.send(Request.get(RATE, "/api/v2/status"), patience).body(), "versionInfo", "version")
                .orElse("unknown");
    }
}
