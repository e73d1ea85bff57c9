package dev.runbook.integrations.world;

import dev.runbook.integrations.fault.RunawayProcess;
import dev.runbook.integrations.scenario.RedHerring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The processes of a host.
public final class Processes {

    private Processes() {}

    /// A process that runs.
    ///
    /// @param service whose process it is; empty for the system's own
    public record Running(
            int pid,
            String name,
            Optional<String> service,
            double cpuPercent,
            double memoryPercent,
            Instant startedAt) {}

    static List<Running> of(Past past, Telemetry telemetry, Noise noise, String host, double at) {
        var found = new ArrayList<Running>();
        var census = new Census(past, noise, host, at);
        for (var service : past.estate().servicesOn(host)) {
            double cpu = telemetry.cpu(service, host, at);
            double memory = telemetry.memory(service, host, at);
            var spinning = past.scenario().faults().stream()
                    .filter(f -> f instanceof RunawayProcess p
                            && p.component().equals(service.name())
                            && p.host().equals(host))
                    .map(RunawayProcess.class::cast)
                    .findFirst();
            double usual = Math.min(cpu, service.usual().cpuPercent());
            if (spinning.isPresent() && cpu - usual > 5) {
                found.add(census.process(
                        spinning.get().process(),
                        Optional.of(service.name()),
                        cpu - usual,
                        memory * 0.3,
                        past.instant(Past.seconds(spinning.get().onset().at()))));
                cpu = usual;
            }
            found.add(census.service(service.process(), service.name(), cpu, memory));
        }
        for (var database : past.estate().databasesOn(host))
            found.add(census.process(
                    database.engine(),
                    Optional.of(database.name()),
                    telemetry.databaseCpu(database, at),
                    34,
                    census.longAgo(database.name())));
        for (var herring : past.scenario().redHerrings())
            if (herring instanceof RedHerring.CpuSpike(var where, var process, var percent, var begin, var lasting)
                    && where.equals(host)
                    && at > Past.seconds(begin)
                    && at <= Past.seconds(begin.plus(lasting)))
                found.add(
                        census.process(process, Optional.empty(), percent * 0.9, 6, past.instant(Past.seconds(begin))));
        found.add(census.process("node-agent", Optional.empty(), 1.6, 1.1, census.longAgo("node-agent")));
        found.add(census.process("systemd-journald", Optional.empty(), 0.7, 0.6, census.longAgo("journald")));
        found.sort(Comparator.comparingDouble(Running::cpuPercent).reversed().thenComparing(Running::name));
        return List.copyOf(found);
    }

    /// Makes the entries of one host's process list.
    private record Census(Past past, Noise noise, String host, double at) {

        Running service(String name, String service, double cpu, double memory) {
            var restarted = past.effects("compute.restart_service")
                    .filter(e -> Past.names(e, "service", service) && Past.names(e, "host", host))
                    .map(PerformedEffect::at)
                    .reduce((_, last) -> last);
            return process(name, Optional.of(service), cpu, memory, restarted.orElse(longAgo(service)));
        }

        Running process(String name, Optional<String> service, double cpu, double memory, Instant since) {
            double jitter = 1 + 0.03 * noise.normal(host, name, StrictMath.round(at));
            return new Running(
                    900
                            + noise.below(
                                    31_000,
                                    host,
                                    name,
                                    since.getEpochSecond() - past.start().getEpochSecond()),
                    name,
                    service,
                    Math.round(Math.max(0, cpu * jitter) * 10) / 10.0,
                    Math.round(memory * 10) / 10.0,
                    since);
        }

        Instant longAgo(String name) {
            return past.start().minus(Duration.ofHours(30 + noise.below(600, host, name, 7)));
        }
    }
}
