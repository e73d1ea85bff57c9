package dev.runbook.integrations.datadog;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.incident.Severity;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.world.Sight;
import dev.runbook.integrations.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Datadog as it would watch a simulated world: hosts are tagged `host`, everything else `service`.
public final class WorldDatadogStub extends DatadogStub {

    private static final Pattern TAGS = Pattern.compile("\\{(?:(host|service):([^{}]*)|\\*)} by \\{(host|service)}");
    private static final Pattern NAMED = Pattern.compile("(host|service):([\\w.\\-]+)");
    private static final Pattern PHRASE = Pattern.compile("\"([^\"]*)\"");

    private final Supplier<Sight> sight;

    public WorldDatadogStub(World world) {
        super(1024, 0);
        sight = world::look;
    }

    private static String kind(Component component) {
        return component.kind().equals("host") ? "host" : "service";
    }

    private List<Component> components(String kind, String name) {
        return sight.get().estate().components().stream()
                .filter(c -> kind(c).equals(kind) && (name.isEmpty() || c.name().equals(name)))
                .toList();
    }

    private static Instant millis(Seen seen, String name) {
        return Instant.ofEpochMilli(
                body(seen).path("data").path("attributes").path(name).asLong());
    }

    @Override
    Reply timeseries(Seen seen) {
        var attributes = body(seen).path("data").path("attributes");
        var timeframe = Duration.between(millis(seen, "from"), millis(seen, "to"));
        var lines = new ArrayList<Content.MetricSeries>();
        var heads = new ArrayList<String>();
        for (int i = 0; i < attributes.path("formulas").size(); i++) {
            var formula = attributes.path("formulas").path(i).path("formula").asString("");
            int first = Integer.parseInt(formula.replaceFirst("^.*?q(\\d+).*$", "$1"));
            var query = attributes.path("queries").path(first).path("query").asString("");
            var tags = TAGS.matcher(query);
            if (!tags.find()) continue;
            var name = Optional.ofNullable(tags.group(2)).orElse("");
            var of = tags.group(3);
            var asked = name.isEmpty() ? "*" : of + ":" + name;
            for (var measure : Measure.standard("http.request")) {
                if (!measure.of().equals(of)
                        || !measure.queries(asked).getFirst().equals(query)) continue;
                if (!measure.formula(first).equals(formula)) continue;
                for (var component : components(of, name))
                    for (var series : sight.get().metrics(component, Optional.of(measure.name()), timeframe)) {
                        lines.add(series);
                        heads.add("{\"group_tags\": [\"%s:%s\"], \"query_index\": %d, \"unit\": [null, null]}"
                                .formatted(of, component.name(), i));
                    }
            }
        }
        return chart(lines, heads);
    }

    private static Reply chart(List<Content.MetricSeries> lines, List<String> heads) {
        var times = lines.stream()
                .flatMap(line -> line.points().stream())
                .map(point -> point.time().toEpochMilli())
                .distinct()
                .sorted()
                .toList();
        var values = new ArrayList<String>();
        for (var line : lines) {
            var byTime = new TreeMap<Long, Double>();
            line.points().forEach(point -> byTime.put(point.time().toEpochMilli(), point.value()));
            values.add(times.stream()
                    .map(time -> String.valueOf(byTime.get(time)))
                    .collect(Collectors.joining(",", "[", "]")));
        }
        return chart(
                String.join(",", heads),
                times.stream().map(String::valueOf).collect(Collectors.joining(",")),
                String.join(",", values));
    }

    @Override
    Reply logs(Seen seen) {
        var filter = body(seen).path("filter");
        var from = Instant.parse(filter.path("from").asString(""));
        var to = Instant.parse(filter.path("to").asString(""));
        var query = filter.path("query").asString("");
        var phrase = PHRASE.matcher(query);
        var wanted = phrase.find() ? phrase.group(1).toLowerCase(java.util.Locale.ROOT) : "";
        var named = NAMED.matcher(query).results().toList();
        var rows = new ArrayList<String[]>();
        for (var component : sight.get().estate().components()) {
            if (!named.isEmpty()
                    && named.stream()
                            .noneMatch(n -> n.group(1).equals(kind(component))
                                    && n.group(2).equals(component.name()))) continue;
            for (var line : sight.get().logs(component, Duration.between(from, to)))
                if (line.message().toLowerCase(java.util.Locale.ROOT).contains(wanted))
                    rows.add(new String[] {line.time().toString(), row(component, line)});
        }
        rows.sort((a, b) -> Instant.parse(b[0]).compareTo(Instant.parse(a[0])));
        int limit = body(seen).path("page").path("limit").asInt(10);
        return Reply.json(
                200,
                "{\"data\": [" + rows.stream().limit(limit).map(r -> r[1]).collect(Collectors.joining(","))
                        + "], \"meta\": {}}");
    }

    private static String row(Component component, Content.LogLine line) {
        return "{\"id\": \"l\", \"type\": \"log\", \"attributes\": {\"timestamp\": \"%s\", \"status\": \"%s\", \"%s\": %s, \"message\": %s}}"
                .formatted(
                        line.time(), line.level(), kind(component), quoted(component.name()), quoted(line.message()));
    }

    @Override
    Reply monitors(Seen seen) {
        if (!seen.parameter("page").orElse("0").equals("0")) return Reply.json(200, "[]");
        var rows = new ArrayList<String>();
        for (var one : sight.get().alerts(Duration.ofHours(4))) {
            var alert = one.alert();
            var host = !components("host", alert.component()).isEmpty();
            var group = (host ? "host:" : "service:") + alert.component();
            rows.add("""
                    {"id": %d, "name": %s, "type": "metric alert", "query": "q", "message": %s, "priority": %d, "tags": [],
                     "overall_state": "%s", "state": {"groups": {"%s": {"name": "%s", "status": "%s", "last_triggered_ts": %d,
                      "last_resolved_ts": %d}}}}
                    """.formatted(
                            rows.size() + 1,
                            quoted(alert.name()),
                            quoted(alert.text()),
                            priority(alert.severity()),
                            one.firing() ? "Alert" : "OK",
                            group,
                            group,
                            one.firing() ? "Alert" : "OK",
                            alert.startedAt().getEpochSecond(),
                            one.firing() ? 0 : alert.startedAt().getEpochSecond() + 60));
        }
        return Reply.json(200, "[" + String.join(",", rows) + "]");
    }

    private static int priority(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 1;
            case HIGH -> 2;
            case MEDIUM -> 3;
            case LOW -> 4;
        };
    }

    @Override
    Reply relations(Seen seen) {
        if (!seen.parameter("page[offset]").orElse("0").equals("0")) return Reply.json(200, "{\"data\": []}");
        return Reply.json(
                200,
                "{\"data\": ["
                        + sight.get().estate().graph().stream()
                                .map(edge -> relation(edge.from(), edge.to()))
                                .collect(Collectors.joining(","))
                        + "]}");
    }

    @Override
    synchronized Reply events(Seen seen) {
        return Reply.json(200, "{\"data\": [], \"meta\": {}}");
    }
}
