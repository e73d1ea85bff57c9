package dev.runbook.integrations.world;

import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.estate.Service;
import dev.runbook.integrations.fault.Place;
import dev.runbook.integrations.fault.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an action does whether it helps or not: how long it takes, what it disturbs meanwhile, and who
/// writes what into the logs.
///
/// @param busy what cannot be acted upon again before it is over
/// @param done when it is over, in seconds since the start
record Consequence(Optional<String> busy, double done, List<Blip> blips, List<Line> lines) {

    /// A log line that an action makes a component write.
    record Line(String component, double at, String level, String message) {}

    static Consequence of(OperationName operation, Value.Fields parameters, double at, Estate estate) {
        var target = new Target(parameters, at, estate);
        return switch (operation.toString()) {
            case "compute.restart_service" -> target.restart();
            case "compute.reboot_host" -> target.reboot();
            case "compute.scale_service" -> target.scale();
            case "compute.clean_disk" -> target.clean();
            case "compute.terminate_connections" -> target.terminate();
            case "compute.reroute_traffic" -> target.reroute();
            case "compute.reboot_database" -> target.rebootDatabase();
            case "deployments.rollback_deployment" -> target.rollback();
            default -> new Consequence(Optional.empty(), at, List.of(), List.of());
        };
    }

    /// The parameters of one action, at one time.
    private record Target(Value.Fields parameters, double at, Estate estate) {

        private String text(String name) {
            return parameters.get(name).map(Value::display).orElse("");
        }

        Consequence restart() {
            var service = text("service");
            var host = text("host");
            var blips = new ArrayList<Blip>();
            stop(service, host, 20, blips);
            return new Consequence(
                    Optional.of(service + "@" + host),
                    at + 20,
                    blips,
                    List.of(
                            new Line(service, at + 0.4, "info", "received SIGTERM, shutting down"),
                            new Line(service, at + 4.1, "info", "stopped"),
                            new Line(service, at + 18.7, "info", "started, accepting requests")));
        }

        private void stop(String service, String host, double seconds, List<Blip> blips) {
            int hosts = estate.service(service).map(s -> s.hosts().size()).orElse(1);
            blips.add(new Blip(Place.of(service, host), "cpu_usage", new Shift.Times(0.1), at, at + seconds * 0.7));
            blips.add(new Blip(Place.of(service), "error_rate", new Shift.Plus(30.0 / hosts), at, at + seconds));
            blips.add(new Blip(Place.of(service), "latency_p95_ms", new Shift.Times(1.4), at, at + seconds + 15));
        }

        Consequence reboot() {
            var host = text("host");
            var blips = new ArrayList<Blip>();
            var lines = new ArrayList<Line>();
            lines.add(new Line(host, at + 0.2, "warn", "systemd: rebooting"));
            lines.add(new Line(host, at + 61.5, "info", "kernel: booted"));
            for (var service : estate.servicesOn(host)) {
                stop(service.name(), host, 90, blips);
                lines.add(new Line(service.name(), at + 84.3, "info", "started, accepting requests"));
            }
            for (var database : estate.databasesOn(host))
                for (var client : estate.callersOf(database.name()))
                    blips.add(new Blip(Place.of(client.name()), "error_rate", new Shift.Plus(60), at, at + 90));
            return new Consequence(Optional.of(host), at + 90, blips, lines);
        }

        Consequence rebootDatabase() {
            var database = text("database");
            var blips = new ArrayList<Blip>();
            for (var client : estate.callersOf(database))
                blips.add(new Blip(Place.of(client.name()), "error_rate", new Shift.Plus(60), at, at + 60));
            return new Consequence(
                    Optional.of(database),
                    at + 60,
                    blips,
                    List.of(new Line(database, at + 52.3, "info", "database system is ready to accept connections")));
        }

        Consequence scale() {
            var service = text("service");
            return new Consequence(
                    Optional.of(service),
                    at + 30,
                    List.of(),
                    List.of(new Line(
                            service, at + 28.9, "info", "scaled to " + text("replicas") + " replicas, all ready")));
        }

        Consequence clean() {
            return new Consequence(
                    Optional.of(text("host")),
                    at + 5,
                    List.of(),
                    List.of(new Line(text("host"), at + 4.6, "info", "cleanup: " + text("path") + " done")));
        }

        Consequence terminate() {
            var application = text("application");
            return new Consequence(
                    Optional.of(text("database")),
                    at + 3,
                    List.of(new Blip(Place.of(application), "error_rate", new Shift.Plus(4), at, at + 8)),
                    List.of(new Line(
                            text("database"),
                            at + 1.2,
                            "warn",
                            "terminating idle connections of " + application + " due to administrator command")));
        }

        Consequence reroute() {
            var service = text("service");
            return new Consequence(
                    Optional.of(service),
                    at + 30,
                    List.of(new Blip(Place.of(service), "latency_p95_ms", new Shift.Times(1.2), at, at + 40)),
                    List.of(new Line(service, at + 27.5, "info", "routes changed, traffic avoids " + text("avoid"))));
        }

        Consequence rollback() {
            var service = text("service");
            var hosts = estate.service(service).map(Service::hosts).orElse(List.of());
            var blips = new ArrayList<Blip>();
            blips.add(new Blip(Place.of(service), "latency_p95_ms", new Shift.Times(1.3), at, at + 45));
            for (var host : hosts)
                blips.add(new Blip(Place.of(service, host), "cpu_usage", new Shift.Times(0.7), at, at + 30));
            return new Consequence(
                    Optional.of(service),
                    at + 40,
                    blips,
                    List.of(
                            new Line(service, at + 0.6, "info", "rolling update to the previous version started"),
                            new Line(service, at + 39.8, "info", "rolling update finished")));
        }
    }
}
