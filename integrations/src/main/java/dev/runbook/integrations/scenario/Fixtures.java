package dev.runbook.integrations.scenario;

import dev.runbook.core.incident.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What all simulated worlds have in common: which metrics are collected, when alerts fire, what components
/// write in their logs, what was on the desks before, and the estate in which nothing is wrong. Read from
/// `scenarios/fixtures`.
///
/// @param chatter what a kind of component writes when nothing happens
/// @param complaints what a kind of fault makes the components in a role write: kind, then role
/// @param history for scenarios that bring none of their own
/// @param people who may be on call
/// @param calm the scenario of reports that fit no other
public record Fixtures(
        List<MetricKind> metrics,
        List<AlertRule> alerts,
        Map<String, List<LogTemplate>> chatter,
        Map<String, Map<String, List<LogTemplate>>> complaints,
        History history,
        List<String> people,
        Scenario calm) {

    /// The fixtures that come with the program.
    public static final Fixtures STANDARD = load();

    public Fixtures {
        metrics = List.copyOf(metrics);
        alerts = List.copyOf(alerts);
        chatter = Map.copyOf(chatter);
        complaints = Map.copyOf(complaints);
        people = List.copyOf(people);
    }

    private static Fixtures load() {
        var logs = read("logs.json", Logs::of);
        var desk = read("incidents.json", Desk::of);
        return new Fixtures(
                read("metrics.json", s -> s.list("metrics", Fixtures::metric)),
                read("alerts.json", s -> s.list("rules", Fixtures::rule)),
                logs.chatter(),
                logs.complaints(),
                desk.history(),
                desk.people(),
                read("resources.json", ScenarioReader::scenario));
    }

    private static <T> T read(String name, Function<Section, T> reader) {
        var resource = "/scenarios/fixtures/" + name;
        try (var in = Fixtures.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException(resource + " is missing from the program");
            return Section.read(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8), reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MetricKind metric(Section s) {
        return new MetricKind(
                s.text("name"),
                s.text("unit"),
                Set.copyOf(s.texts("of")),
                s.number("noise"),
                s.number("wobble"),
                s.number("max", Double.MAX_VALUE),
                s.optionalWhole("decimals").orElse(1));
    }

    private static AlertRule rule(Section s) {
        var times = s.optionalNumber("above_times_usual");
        return new AlertRule(
                s.text("name"),
                s.text("of"),
                s.text("metric"),
                times.isPresent() ? times.get() : s.number("above"),
                times.isPresent(),
                s.span("for", Duration.ofMinutes(2)),
                s.choice("severity", Severity.class),
                s.text("text"));
    }

    private static LogTemplate template(Section s) {
        return new LogTemplate(s.text("level", "info"), s.text("message"), s.number("per_minute", 1));
    }

    private record Logs(
            Map<String, List<LogTemplate>> chatter, Map<String, Map<String, List<LogTemplate>>> complaints) {
        static Logs of(Section s) {
            return new Logs(s.part("chatter", Logs::byName), s.named("faults", Logs::byName));
        }

        private static Map<String, List<LogTemplate>> byName(Section s) {
            var templates = new LinkedHashMap<String, List<LogTemplate>>();
            for (var name : s.keys()) templates.put(name, s.list(name, Fixtures::template));
            return templates;
        }
    }

    private record Desk(History history, List<String> people) {
        static Desk of(Section s) {
            return new Desk(s.part("history", ScenarioReader::history), s.texts("people"));
        }
    }
}
