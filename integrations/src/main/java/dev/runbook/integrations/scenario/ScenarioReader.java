package dev.runbook.integrations.scenario;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Turns the sections of a scenario file into a [Scenario].
final class ScenarioReader {

    private static final Map<String, Function<Section, RedHerring>> RED_HERRINGS = Map.of(
            "deployment", s -> change(s, "deployment", s.text("service"), s.text("version")),
            "change", s -> change(s, s.text("change", "maintenance"), s.text("component"), s.text("version", "")),
            "cpu_spike",
                    s -> new RedHerring.CpuSpike(
                            s.text("host"),
                            s.text("process", "batch-job"),
                            s.number("percent", 85),
                            s.span("at", Duration.ofMinutes(-20)),
                            s.span("lasting", Duration.ofHours(3))),
            "flapping_alert",
                    s -> new RedHerring.FlappingAlert(
                            s.text("alert"),
                            s.text("component"),
                            s.text("text"),
                            s.optionalChoice("severity", Severity.class).orElse(Severity.LOW),
                            s.span("every", Duration.ofMinutes(11)),
                            s.span("lasting", Duration.ofMinutes(2))),
            "noisy_log",
                    s -> new RedHerring.NoisyLog(
                            s.text("component"),
                            s.text("level", "warn"),
                            s.text("message"),
                            s.number("per_minute", 2)));

    private ScenarioReader() {}

    static Scenario scenario(Section s) {
        var estate = s.part("estate", EstateReader::estate);
        return new Scenario(
                s.text("name"),
                s.text("description", ""),
                s.optionalWhole("seed").orElse(1),
                s.part("report", ScenarioReader::report),
                estate,
                s.list("faults", item -> fault(item, estate)),
                s.list("red_herrings", item -> redHerring(item, estate)),
                s.optionalPart("history", ScenarioReader::history).orElse(History.NONE),
                s.list("providers", ScenarioReader::trouble),
                s.part("expected", e -> expected(e, estate)));
    }

    private static Fault fault(Section s, Estate estate) {
        var fault = FaultReader.fault(s);
        fault.misfit(estate).ifPresent(complaint -> {
            throw s.misfit(complaint);
        });
        return fault;
    }

    private static RedHerring redHerring(Section s, Estate estate) {
        var herring = Choice.of(s, RED_HERRINGS);
        var component = switch (herring) {
            case RedHerring.HarmlessChange change -> change.component();
            case RedHerring.CpuSpike spike -> spike.host();
            case RedHerring.FlappingAlert alert -> alert.component();
            case RedHerring.NoisyLog log -> log.component();
        };
        if (!estate.knows(component)) throw s.misfit("'" + component + "' is not in the estate");
        return herring;
    }

    private static RedHerring change(Section s, String kind, String component, String version) {
        return new RedHerring.HarmlessChange(
                kind,
                component,
                version,
                s.span("at"),
                s.text("summary", kind + " of " + component),
                s.text("author", "release-bot"));
    }

    private static ProblemReport report(Section s) {
        return new ProblemReport(
                s.text("text"),
                s.optionalText("host"),
                s.optionalText("service"),
                s.text("environment", "production"),
                List.of(),
                Map.of());
    }

    static History history(Section s) {
        return new History(
                s.list(
                        "incidents",
                        i -> new History.Ticket(
                                i.text("number"), i.text("state", "closed"), i.text("title"), i.span("at"))),
                s.list(
                        "issues",
                        i -> new History.Issue(
                                i.text("key"), i.text("summary"), i.text("status", "done"), i.span("at"))),
                s.list(
                        "messages",
                        i -> new History.Message(i.text("channel"), i.text("author"), i.text("text"), i.span("at"))));
    }

    private static Trouble trouble(Section s) {
        return new Trouble(
                s.text("integration"),
                s.optionalText("method"),
                s.choice("trouble", Trouble.Kind.class),
                s.span("delay", Duration.ofSeconds(30)),
                s.span("from", Duration.ofDays(-1)),
                s.optionalSpan("until"));
    }

    private static Expected expected(Section s, Estate estate) {
        return new Expected(
                s.choice("category", Category.class),
                s.choice("severity", Severity.class),
                s.optionalPart(
                        "root_cause",
                        r -> new Expected.RootCause(
                                r.text("component"), r.choice("kind", CauseKind.class), r.texts("must_mention"))),
                s.optionalPart("action", a -> action(a, estate)),
                s.choice("outcome", Expected.Ending.class));
    }

    private static Expected.Action action(Section s, Estate estate) {
        var written = s.text("operation");
        var operation = Operations.CATALOGUE.all().stream()
                .filter(known -> known.name().toString().equals(written))
                .findFirst()
                .orElseThrow(() -> s.fault("there is no operation '" + written + "'"));
        var action = new Expected.Action(operation.name(), s.fields("parameters"));
        action.misfit(operation, estate).ifPresent(complaint -> {
            throw s.fault(complaint);
        });
        return action;
    }
}
