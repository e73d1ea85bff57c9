package dev.runbook.integrations.world;

import dev.runbook.core.evidence.Content.Point;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.estate.Database;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.estate.Host;
import dev.runbook.integrations.estate.Link;
import dev.runbook.integrations.estate.Service;
import dev.runbook.integrations.fault.Place;
import dev.runbook.integrations.scenario.MetricKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// What can be measured: each metric of each component at each time. Times are seconds since the start.
final class Telemetry {

    private static final double DAY = 86_400;
    /// Callers feel a change of what they call this much later.
    private static final double HOP_SECONDS = 10;
    /// How much of what goes wrong below is felt above.
    private static final double FELT_LATENCY = 0.8;

    private static final double FELT_ERRORS = 0.55;
    private static final int QUERIES_PER_REQUEST = 3;
    private static final int DEEPEST = 8;

    private final Past past;
    private final Estate estate;
    private final Noise noise;
    private final Disturbances disturbances;
    private final Disks disks;

    /// @param disturbances what moves metrics away from the usual
    Telemetry(Past past, Noise noise, Disturbances disturbances) {
        this.past = past;
        this.estate = past.estate();
        this.noise = noise;
        this.disturbances = disturbances;
        this.disks = new Disks(past, disturbances);
    }

    /// The measurements of a metric between two times, both included, at whole multiples of `step`.
    List<Point> series(Component component, MetricKind metric, double from, double to, long step) {
        var points = new ArrayList<Point>();
        for (long tick = (long) StrictMath.ceil(from / step); tick * step <= to; tick++) {
            double at = (double) tick * step;
            points.add(new Point(past.instant(at), measured(component, metric, at)));
        }
        return points;
    }

    /// What a measurement at this time shows.
    double measured(Component component, MetricKind metric, double at) {
        double exact = exact(component, metric.name(), at);
        double ceiling = ceiling(component, metric);
        double spread = metric.noise() * noise.normal(component.name(), metric.name(), StrictMath.round(at * 10))
                + metric.wobble() * noise.smooth(component.name(), metric.name(), at, 600);
        double headroom = Math.clamp(4 * (1 - exact / ceiling), 0, 1);
        double value = Math.clamp(exact * (1 + headroom * spread), 0, ceiling);
        return BigDecimal.valueOf(value)
                .setScale(metric.decimals(), RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    /// What is used up swings no more: close to its ceiling, a metric is calm.
    private static double ceiling(Component component, MetricKind metric) {
        return component instanceof Database database && metric.name().equals("connections_used")
                ? database.maxConnections()
                : metric.max();
    }

    /// The value without the noise of measuring.
    double exact(Component component, String metric, double at) {
        return switch (component) {
            case Host host -> host(host, metric, at);
            case Service service -> service(service, metric, at);
            case Database database -> database(database, metric, at);
            case Link link -> link(link, metric, at);
        };
    }

    /// The load of the whole estate; 1 is ordinary.
    private double load(double at) {
        double phase = noise.uniform("load", "phase", 0) * 0.6 + 0.1;
        return 1
                + 0.22 * StrictMath.sin(2 * StrictMath.PI * (at / DAY + phase))
                + 0.05 * noise.smooth("load", "wave", at, 1500);
    }

    private double host(Host host, String metric, double at) {
        double usual = switch (metric) {
            case "cpu_usage" -> hostCpu(host, at);
            case "load_1m" -> shifted(host, "cpu_usage", at, hostCpu(host, at)) / 100 * host.cpus();
            case "memory_usage" -> hostMemory(host, at);
            case "disk_usage" -> disks.usedPercent(host.name(), at);
            case "packet_loss" -> 0.03;
            case "network_rtt_ms" -> 2;
            default -> 0;
        };
        return shifted(host, metric, at, usual);
    }

    private double shifted(Component component, String metric, double at, double usual) {
        return disturbances.shift(Place.of(component.name()), metric, at, usual);
    }

    private double hostCpu(Host host, double at) {
        double used = 5;
        for (var service : estate.servicesOn(host.name())) used += cpu(service, host.name(), at);
        for (var database : estate.databasesOn(host.name())) used += databaseCpu(database, at);
        return Math.min(99.4, used);
    }

    private double hostMemory(Host host, double at) {
        double used = 14;
        for (var service : estate.servicesOn(host.name())) used += memory(service, host.name(), at);
        used += 34.0 * estate.databasesOn(host.name()).size();
        return Math.min(99.2, used);
    }

    /// How much of a host's processor a service uses, in percent.
    double cpu(Service service, String host, double at) {
        double usual = service.usual().cpuPercent() * (0.55 + 0.45 * load(at) * perReplica(service, at));
        return disturbances.shift(Place.of(service.name(), host), "cpu_usage", at, usual);
    }

    /// What a replica has to do, compared with the start: less when there are more of them.
    private double perReplica(Service service, double at) {
        return (double) service.replicas() / past.replicas(service.name(), at);
    }

    /// How much of a host's memory a service uses, in percent.
    double memory(Service service, String host, double at) {
        double usual = service.usual().memoryPercent() * (0.97 + 0.03 * load(at));
        return disturbances.shift(Place.of(service.name(), host), "memory_usage", at, usual);
    }

    double databaseCpu(Database database, double at) {
        return disturbances.shift(Place.of(database.name()), "cpu_usage", at, 16 * load(at));
    }

    private double service(Service service, String metric, double at) {
        var usual = service.usual();
        return switch (metric) {
            case "cpu_usage" ->
                service.hosts().stream()
                        .mapToDouble(host -> Math.min(99, cpu(service, host, at)))
                        .average()
                        .orElse(0);
            case "memory_usage" ->
                service.hosts().stream()
                        .mapToDouble(host -> memory(service, host, at))
                        .average()
                        .orElse(0);
            case "latency_p95_ms" ->
                usual.latencyMs() * (0.92 + 0.08 * load(at))
                        + strain(service.name(), at, DEEPEST).latencyMs();
            case "error_rate" ->
                Math.min(
                        100,
                        usual.errorPercent()
                                + strain(service.name(), at, DEEPEST).errorPercent());
            case "request_rate" ->
                disturbances.shift(
                        Place.of(service.name()),
                        metric,
                        at,
                        usual.requestsPerSecond() * load(at) * perReplica(service, at));
            case "queue_depth" -> disturbances.shift(Place.of(service.name()), metric, at, 4 * load(at));
            default -> 0;
        };
    }

    private double database(Database database, String metric, double at) {
        return switch (metric) {
            case "connections_used" -> connections(database, at);
            case "connections_used_percent" -> 100 * connections(database, at) / database.maxConnections();
            case "cpu_usage" -> databaseCpu(database, at);
            default ->
                disturbances.shift(
                        Place.of(database.name()),
                        metric,
                        at,
                        switch (metric) {
                            case "query_latency_p95_ms" -> database.latencyMs() * (0.9 + 0.1 * load(at));
                            case "queries_per_second" -> queries(database) * load(at);
                            case "lock_waits" -> 0.6;
                            default -> 0;
                        });
        };
    }

    private double queries(Database database) {
        return estate.callersOf(database.name()).stream()
                .mapToDouble(s -> s.usual().requestsPerSecond() * QUERIES_PER_REQUEST)
                .sum();
    }

    /// How many connections are held.
    double connections(Database database, double at) {
        double usual = database.usualConnections() * (0.75 + 0.25 * load(at));
        return Math.min(
                database.maxConnections(),
                disturbances.shift(Place.of(database.name()), "connections_used", at, usual));
    }

    private double link(Link link, String metric, double at) {
        return disturbances.shift(
                Place.of(link.name()),
                metric,
                at,
                switch (metric) {
                    case "packet_loss" -> 0.05;
                    case "network_rtt_ms" -> link.rttMs();
                    case "throughput_mbps" -> 420 * load(at);
                    default -> 0;
                });
    }

    /// What is felt of trouble, above the usual.
    private record Strain(double latencyMs, double errorPercent) {}

    private Strain strain(String name, double at, int depth) {
        if (!disturbances.any() || depth == 0) return new Strain(0, 0);
        var own = ownStrain(name, at);
        double latency = own.latencyMs();
        double errors = own.errorPercent();
        for (var called : estate.callsOf(name)) {
            var below = strain(called, at - HOP_SECONDS, depth - 1);
            latency += FELT_LATENCY * below.latencyMs();
            errors += FELT_ERRORS * below.errorPercent();
        }
        return new Strain(latency, errors);
    }

    private Strain ownStrain(String name, double at) {
        var place = Place.of(name);
        return switch (estate.component(name).orElseThrow()) {
            case Service service -> {
                double latency = service.usual().latencyMs();
                double errors = service.usual().errorPercent();
                yield new Strain(
                        disturbances.shift(place, "latency_p95_ms", at, latency) - latency,
                        disturbances.shift(place, "error_rate", at, errors) - errors);
            }
            case Database database -> {
                double latency = database.latencyMs();
                yield new Strain(
                        QUERIES_PER_REQUEST
                                * (disturbances.shift(place, "query_latency_p95_ms", at, latency) - latency),
                        0);
            }
            case Host _, Link _ -> new Strain(0, 0);
        };
    }

    Disks disks() {
        return disks;
    }
}
