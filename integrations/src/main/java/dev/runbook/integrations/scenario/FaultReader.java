package dev.runbook.integrations.scenario;

import static java.util.Map.entry;

import dev.runbook.integrations.fault.BadDeployment;
import dev.runbook.integrations.fault.ConfigChange;
import dev.runbook.integrations.fault.ConnectionLeak;
import dev.runbook.integrations.fault.DependencyDown;
import dev.runbook.integrations.fault.DiskFill;
import dev.runbook.integrations.fault.Fault;
import dev.runbook.integrations.fault.Harm;
import dev.runbook.integrations.fault.MemoryLeak;
import dev.runbook.integrations.fault.NetworkDegradation;
import dev.runbook.integrations.fault.Onset;
import dev.runbook.integrations.fault.RunawayProcess;
import dev.runbook.integrations.fault.SlowQuery;
import dev.runbook.integrations.fault.TrafficSurge;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/// Reads one fault of a scenario file; `kind` says which.
final class FaultReader {

    private static final Map<String, Function<Section, Fault>> KINDS = Map.ofEntries(
            entry(
                    "runaway_process",
                    s -> new RunawayProcess(
                            s.text("component"),
                            s.text("host"),
                            s.text("process", s.text("component")),
                            onset(s, "1m"))),
            entry("memory_leak", s -> new MemoryLeak(s.text("component"), s.text("host"), onset(s, "40m"))),
            entry(
                    "traffic_surge",
                    s -> new TrafficSurge(
                            s.text("component"), s.number("factor", 2.5), s.optionalWhole("replicas"), onset(s, "3m"))),
            entry(
                    "connection_leak",
                    s -> new ConnectionLeak(s.text("component"), s.text("application"), onset(s, "10m"))),
            entry(
                    "disk_fill",
                    s -> new DiskFill(s.text("component"), s.text("path"), s.optionalText("culprit"), onset(s, "35m"))),
            entry(
                    "bad_deployment",
                    s -> new BadDeployment(
                            s.text("component"),
                            s.text("version"),
                            s.optionalChoice("harm", Harm.class).orElse(Harm.ERRORS),
                            s.text("summary", "release " + s.text("version")),
                            s.text("author", "release-bot"),
                            onset(s, "90s"))),
            entry(
                    "config_change",
                    s -> new ConfigChange(
                            s.text("component"),
                            s.text("setting"),
                            s.text("revision"),
                            s.optionalChoice("harm", Harm.class).orElse(Harm.ERRORS),
                            s.text("summary", "set " + s.text("setting")),
                            s.text("author", "ops"),
                            onset(s, "90s"))),
            entry(
                    "network_degradation",
                    s -> new NetworkDegradation(s.text("component"), s.texts("services"), onset(s, "2m"))),
            entry(
                    "slow_query",
                    s -> new SlowQuery(
                            s.text("component"),
                            s.text("application"),
                            s.text("statement", "UPDATE … WHERE …"),
                            onset(s, "3m"))),
            entry("dependency_down", s -> new DependencyDown(s.text("component"), onset(s, "10s"))));

    private FaultReader() {}

    static Fault fault(Section section) {
        return Choice.of(section, KINDS);
    }

    private static Onset onset(Section s, String ramp) {
        var onset = s.span("onset");
        if (onset.isPositive())
            throw new IllegalArgumentException("'onset' must not be in the future; -10m is ten minutes ago");
        return new Onset(
                onset,
                s.span("ramp", dev.runbook.core.operation.Durations.parse(ramp).orElse(Duration.ZERO)),
                s.optionalSpan("until"),
                s.number("strength", 1));
    }
}
