package dev.runbook.integrations.prometheus;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.integrations.edge.Cut;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The parts of Prometheus's HTTP API that we use, in records of our own. Safe for use by many threads.
record PrometheusApi(VendorHttp http) {

    /// A warning is for people.
    private static final int TEXT = 300;

    private static final Rate RATE = Rate.perMinute("query", 600);

    /// A line of a range query.
    record Series(Map<String, String> labels, List<Content.Point> points) {}

    /// The values of a query over a window. What Prometheus warns of, such as a store behind it that does not
    /// answer, is a gap.
    Harvest<Series> range(String query, TimeWindow window, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/api/v1/query_range")
                .with("query", query)
                .with("start", seconds(window.from()))
                .with("end", seconds(window.to()))
                .with("step", step(window.length()).toSeconds() + "s");
        var body = http.send(request, patience).body();
        var series = new ArrayList<Series>();
        for (var node : Nodes.list(body, "data", "result"))
            series.add(new Series(labels(node.path("metric")), points(Nodes.list(node, "values"))));
        var warnings = Nodes.list(body, "warnings").stream()
                .flatMap(warning -> Nodes.text(warning).stream())
                .distinct()
                .collect(Collectors.joining("; "));
        return new Harvest<>(
                series,
                warnings.isEmpty() ? Optional.empty() : Optional.of("prometheus warns: " + Cut.at(TEXT, warnings)));
    }

    private static String seconds(Instant time) {
        return String.format(Locale.ROOT, "%d.%03d", time.getEpochSecond(), time.getNano() / 1_000_000);
    }

    /// Prometheus refuses more than 11,000 points.
    private static Duration step(Duration length) {
        if (length.compareTo(Duration.ofHours(1)) <= 0) return Duration.ofSeconds(30);
        if (length.compareTo(Duration.ofHours(3)) <= 0) return Duration.ofMinutes(1);
        var five = Duration.ofMinutes(5);
        var least = length.dividedBy(10_000);
        return least.compareTo(five) > 0 ? least : five;
    }

    static Map<String, String> labels(JsonNode node) {
        var labels = new TreeMap<String, String>();
        for (var label : node.properties())
            Nodes.text(label.getValue()).ifPresent(value -> labels.put(label.getKey(), value));
        return labels;
    }

    /// A value is a text, which may be `NaN` or `+Inf`.
    private static List<Content.Point> points(List<JsonNode> values) {
        var points = new ArrayList<Content.Point>();
        for (var pair : values) {
            var number = number(pair.path(1).asString(""));
            if (pair.path(0).isNumber() && number.isPresent())
                points.add(new Content.Point(
                        Instant.ofEpochMilli(Math.round(pair.path(0).asDouble() * 1000)), number.get()));
        }
        return points;
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// An alert of a rule.
    ///
    /// @param state `pending` or `firing`
    record Active(Map<String, String> labels, Map<String, String> annotations, String state, Optional<Instant> since) {}

    /// An alerting rule.
    record Rule(String name, String query, String state, Map<String, String> labels, List<Active> alerts) {}

    /// The alerting rules, with what they say now.
    List<Rule> rules(Patience patience) throws Unanswered, InterruptedException {
        var body = http.send(Request.get(RATE, "/api/v1/rules").with("type", "alert"), patience)
                .body();
        var rules = new ArrayList<Rule>();
        for (var group : Nodes.list(body, "data", "groups"))
            for (var rule : Nodes.list(group, "rules"))
                rules.add(new Rule(
                        Nodes.text(rule, "name").orElse(""),
                        Nodes.text(rule, "query").orElse(""),
                        Nodes.text(rule, "state").orElse(""),
                        labels(rule.path("labels")),
                        Nodes.list(rule, "alerts").stream()
                                .map(PrometheusApi::active)
                                .toList()));
        return rules;
    }

    private static Active active(JsonNode node) {
        return new Active(
                labels(node.path("labels")),
                labels(node.path("annotations")),
                Nodes.text(node, "state").orElse(""),
                Nodes.time(node, "activeAt"));
    }
}
