package dev.runbook.ml.offline.cases;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.ml.offline.cases.Vocabulary.MetricStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Makes cases from a seed: a system, its ordinary ups and downs, one fault or none, what follows from it
/// upstream, and things beside it that mislead.
public final class CaseGenerator {

    private enum Measure {
        CPU,
        MEMORY,
        LATENCY,
        ERRORS,
        TRAFFIC,
        DISK,
        CONNECTIONS,
        LOSS,
        RTT,
        LOCKS
    }

    private record Key(String component, Measure measure) {}

    /// The faults that are made, in turn by seed.
    private static final List<CauseKind> FAULTS = List.of(
            CauseKind.RUNAWAY_PROCESS,
            CauseKind.BAD_DEPLOYMENT,
            CauseKind.DATABASE_CONNECTIONS,
            CauseKind.NETWORK_DEGRADATION,
            CauseKind.DISK_FULL,
            CauseKind.MEMORY_LEAK,
            CauseKind.DATABASE_SLOW,
            CauseKind.TRAFFIC_SURGE,
            CauseKind.CONFIGURATION_CHANGE,
            CauseKind.DEPENDENCY_FAILURE,
            CauseKind.APPLICATION_FAULT,
            CauseKind.CREDENTIALS);

    private final long seed;
    private final Random random;
    private final GeneratedEstate estate;
    private final Vocabulary vocabulary;
    private final Map<Key, Signal> signals = new LinkedHashMap<>();
    private final CaseBuilder builder;
    private final double length;
    private final double onset;
    /// How hard faults strike: from hardly to fully.
    private final double strength;
    private final boolean mapped;
    private final boolean logged;

    private CaseGenerator(long seed) {
        this.seed = seed;
        random = new Random(seed * 7_919 + 17);
        estate = GeneratedEstate.of(random);
        vocabulary = Vocabulary.of(random);
        length = List.of(60, 90, 120).get(random.nextInt(3));
        onset = length * (0.45 + 0.35 * random.nextDouble());
        strength = 0.4 + 0.6 * random.nextDouble();
        mapped = random.nextDouble() < 0.9;
        logged = random.nextDouble() < 0.85;
        builder = CaseBuilder.about("Something is slow for our users", seed)
                .window(length, List.of(0.5, 1.0, 2.0).get(random.nextInt(3)));
        ordinary();
    }

    /// A case with a fault; the kind follows from the seed.
    public static GeneratedCase faulty(long seed) {
        return new CaseGenerator(seed).withFault(FAULTS.get(Math.floorMod(seed, FAULTS.size())));
    }

    /// A case without a fault: noise, harmless changes, and perhaps an alarm that recovered.
    public static GeneratedCase healthy(long seed) {
        return new CaseGenerator(seed).withoutFault();
    }

    private void ordinary() {
        for (var service : estate.services()) {
            set(service, Measure.CPU, 10 + random.nextInt(15));
            set(service, Measure.MEMORY, 15 + random.nextInt(20));
            set(service, Measure.LATENCY, 20 + random.nextInt(200));
            set(service, Measure.ERRORS, 0.2 + random.nextDouble());
            set(service, Measure.TRAFFIC, 40 + random.nextInt(400));
        }
        for (var host : estate.hosts()) {
            set(host, Measure.CPU, 20 + random.nextInt(20));
            set(host, Measure.MEMORY, 40 + random.nextInt(20));
            set(host, Measure.DISK, 40 + random.nextInt(25));
            set(host, Measure.LOSS, 0.02);
        }
        for (var database : estate.databases()) {
            set(database, Measure.CONNECTIONS, 25 + random.nextInt(20));
            set(database, Measure.LATENCY, 3 + random.nextInt(8));
            set(database, Measure.LOCKS, 1);
        }
        set(estate.link(), Measure.LOSS, 0.05);
        set(estate.link(), Measure.RTT, 40 + random.nextInt(80));
    }

    private void set(String component, Measure measure, double level) {
        double noise = switch (measure) {
            case DISK, MEMORY -> 0.004;
            case ERRORS, LOSS, LOCKS -> 0.2;
            case CPU, LATENCY, TRAFFIC, CONNECTIONS, RTT -> 0.02 + 0.1 * random.nextDouble();
        };
        var signal = Signal.level(level).noisy(noise).atMost(percent(measure) ? 100 : Double.MAX_VALUE);
        signals.put(
                new Key(component, measure),
                measure == Measure.DISK || measure == Measure.MEMORY
                        ? signal
                        : signal.swaying(0.08, 70 + random.nextInt(90)));
    }

    private static boolean percent(Measure measure) {
        return switch (measure) {
            case CPU, MEMORY, ERRORS, DISK, CONNECTIONS, LOSS -> true;
            case LATENCY, TRAFFIC, RTT, LOCKS -> false;
        };
    }

    private void jump(String component, Measure measure, double to, double at) {
        signals.computeIfPresent(new Key(component, measure), (_, s) -> s.stepsTo(to, at));
    }

    private void multiply(String component, Measure measure, double factor, double at) {
        var now = signals.get(new Key(component, measure));
        if (now != null) jump(component, measure, now.value().applyAsDouble(at) * (1 + (factor - 1) * strength), at);
    }

    private void grow(String component, Measure measure, double to, double at) {
        signals.computeIfPresent(new Key(component, measure), (_, s) -> s.risesTo(to, at, length));
    }

    /// What callers feel: a little later and a little weaker with every call.
    private void spread(String component, double latencyFactor, double errors, double at) {
        for (var caller : estate.callersOf(component)) {
            multiply(caller, Measure.LATENCY, latencyFactor, at + 0.3);
            if (errors >= 1) jump(caller, Measure.ERRORS, errors, at + 0.3);
            if (latencyFactor > 1.5) spread(caller, 1 + (latencyFactor - 1) * 0.7, errors * 0.6, at + 0.3);
        }
    }

    private GeneratedCase withFault(CauseKind kind) {
        var service = Vocabulary.one(
                estate.services()
                        .subList(estate.services().size() / 3, estate.services().size()),
                random);
        var where = switch (kind) {
            case RUNAWAY_PROCESS -> runaway(service);
            case TRAFFIC_SURGE -> surge(service);
            case MEMORY_LEAK -> leak(service);
            case DISK_FULL -> disk(Vocabulary.one(estate.hosts(), random));
            case DATABASE_CONNECTIONS -> connections(usedDatabase());
            case DATABASE_SLOW -> slowDatabase(usedDatabase());
            case BAD_DEPLOYMENT -> badChange(service, "deployment");
            case CONFIGURATION_CHANGE -> badChange(service, "configuration");
            case NETWORK_DEGRADATION -> network();
            case DEPENDENCY_FAILURE -> partnerDown();
            case APPLICATION_FAULT -> applicationFault(service);
            case CREDENTIALS -> credentials(service);
            case UNKNOWN -> throw new IllegalArgumentException("no fault of kind " + kind);
        };
        mislead(where.iterator().next());
        implicate(where.iterator().next());
        return new GeneratedCase(seed, finish(true), Verdict.FAULT, kind, where);
    }

    private String usedDatabase() {
        var used = estate.databases().stream()
                .filter(d -> !estate.callersOf(d).isEmpty())
                .toList();
        return Vocabulary.one(used, random);
    }

    private GeneratedCase withoutFault() {
        var service = Vocabulary.one(estate.services(), random);
        mislead(service);
        if (random.nextBoolean()) {
            double level =
                    signals.get(new Key(service, Measure.LATENCY)).value().applyAsDouble(0);
            signals.computeIfPresent(
                    new Key(service, Measure.LATENCY), (_, s) -> s.spikesTo(level * 5, length * 0.4, length * 0.5));
            builder.recovered(service, "HighLatency", "p95 latency of " + service + " is high", length * 0.42);
        }
        return new GeneratedCase(seed, finish(false), Verdict.HEALTHY, CauseKind.UNKNOWN, Set.of());
    }

    private Set<String> runaway(String service) {
        var host = estate.hostOf().get(service);
        jump(host, Measure.CPU, 97, onset);
        jump(service, Measure.CPU, 70, onset);
        for (var neighbour : estate.on(host)) {
            multiply(neighbour, Measure.LATENCY, 4, onset + 0.5);
            spread(neighbour, 3, 3, onset + 0.8);
        }
        if (sometimes(0.8)) processes(host, service, 72);
        builder.fires(host, "HighCpu", "CPU usage of " + host + " is 97%", onset + 2);
        return Set.of(service, host);
    }

    private Set<String> surge(String service) {
        multiply(service, Measure.TRAFFIC, 3.5, onset);
        jump(service, Measure.CPU, 80, onset + 0.3);
        jump(estate.hostOf().get(service), Measure.CPU, 94, onset + 0.3);
        multiply(service, Measure.LATENCY, 5, onset + 0.5);
        jump(service, Measure.ERRORS, 6, onset + 0.5);
        spread(service, 4, 4, onset + 0.7);
        logs(service, "warn", "503 returned: server busy, {n} requests waiting", 40);
        builder.fires(service, "HighLatency", "p95 latency of " + service + " is above its limit", onset + 3);
        return Set.of(service);
    }

    private Set<String> leak(String service) {
        double early = length * 0.2;
        grow(service, Measure.MEMORY, 80, early);
        grow(estate.hostOf().get(service), Measure.MEMORY, 97, early);
        multiply(service, Measure.LATENCY, 3, onset);
        spread(service, 2.5, 2, onset + 0.3);
        if (sometimes(0.7)) logs(service, "error", "java.lang.OutOfMemoryError: Java heap space in request {n}", 15);
        builder.fires(service, "HighMemory", "Memory usage of " + service + " is above 90%", onset + 2);
        return Set.of(service, estate.hostOf().get(service));
    }

    private Set<String> disk(String host) {
        grow(host, Measure.DISK, 98.5, length * 0.15);
        for (var resident : estate.on(host)) {
            jump(resident, Measure.ERRORS, 15, onset);
            multiply(resident, Measure.LATENCY, 3, onset);
            spread(resident, 2, 6, onset + 0.3);
            if (sometimes(0.8)) logs(resident, "error", "write failed: No space left on device ({n})", 30);
        }
        if (sometimes(0.7))
            builder.facts(
                    host,
                    "disk usage",
                    Map.of(
                            "volume",
                            "/var",
                            "used_percent",
                            98.4,
                            "largest",
                            List.of(Map.of(
                                    "path",
                                    "/var/log/app",
                                    "bytes",
                                    91_000_000_000L,
                                    "kind",
                                    "logs",
                                    "safe_to_delete",
                                    true))));
        builder.fires(host, "DiskAlmostFull", "Disk usage of " + host + " is above 90%", onset - 5);
        return Set.of(host);
    }

    private Set<String> connections(String database) {
        jump(database, Measure.CONNECTIONS, 99, onset);
        var callers = estate.callersOf(database);
        for (var caller : callers) {
            jump(caller, Measure.ERRORS, 20, onset + 0.4);
            if (sometimes(0.8))
                logs(caller, "error", "could not obtain connection: FATAL: sorry, too many clients already [{n}]", 25);
        }
        spread(database, 3, 15, onset + 0.5);
        if (sometimes(0.8))
            builder.facts(
                    database,
                    "database status",
                    Map.of(
                            "database",
                            database,
                            "connections",
                            198,
                            "max_connections",
                            200,
                            "clients",
                            List.of(
                                    Map.of("application", callers.getFirst(), "state", "idle", "connections", 150),
                                    Map.of("application", "other", "state", "active", "connections", 48))));
        builder.fires(database, "ConnectionsHigh", "99% of connections of " + database + " are used", onset + 2);
        return Set.of(database);
    }

    private Set<String> slowDatabase(String database) {
        multiply(database, Measure.LATENCY, 12, onset);
        multiply(database, Measure.LOCKS, 30, onset);
        spread(database, 5, 3, onset + 0.3);
        if (sometimes(0.8)) logs(database, "warn", "process {n} still waiting for ShareLock, deadlock detected", 20);
        builder.fires(database, "SlowQueries", "p95 query latency of " + database + " is high", onset + 3);
        return Set.of(database);
    }

    private Set<String> badChange(String service, String kind) {
        builder.change(kind, service, "v" + random.nextInt(90), onset - 1 - 3 * random.nextDouble());
        jump(service, Measure.ERRORS, 22, onset);
        multiply(service, Measure.LATENCY, 2.5, onset);
        spread(service, 2, 12, onset + 0.3);
        if (sometimes(0.8)) logs(service, "error", "NullPointerException in handler order-{n}", 30);
        builder.fires(service, "HighErrorRate", "22% of requests to " + service + " fail", onset + 2);
        return Set.of(service);
    }

    private Set<String> network() {
        jump(estate.link(), Measure.LOSS, 9, onset);
        multiply(estate.link(), Measure.RTT, 4, onset);
        var travelling = estate.services().get(1);
        for (var service : List.of(travelling, estate.services().get(2))) {
            multiply(service, Measure.LATENCY, 4, onset + 0.2);
            jump(service, Measure.ERRORS, 8, onset + 0.2);
            spread(service, 3, 5, onset + 0.4);
            if (sometimes(0.6)) logs(service, "error", "read timed out after {n} ms calling the other site", 20);
        }
        builder.fires(travelling, "HighLatency", "p95 latency of " + travelling + " is high", onset + 3);
        return Set.of(estate.link());
    }

    private Set<String> partnerDown() {
        for (var caller : estate.callersOf(estate.partner())) {
            jump(caller, Measure.ERRORS, 35, onset);
            multiply(caller, Measure.LATENCY, 4, onset);
            logs(caller, "error", "call to " + estate.partner() + " failed: 503 Service Unavailable ({n})", 40);
            spread(caller, 3, 20, onset + 0.3);
            builder.fires(caller, "HighErrorRate", "35% of requests to " + caller + " fail", onset + 2);
        }
        return Set.of(estate.partner());
    }

    private Set<String> applicationFault(String service) {
        jump(service, Measure.ERRORS, 30, onset);
        multiply(service, Measure.LATENCY, 6, onset);
        multiply(service, Measure.CPU, 0.5, onset);
        logs(service, "error", "thread pool exhausted, RejectedExecutionException for task {n}", 50);
        spread(service, 4, 15, onset + 0.3);
        builder.fires(service, "HighErrorRate", "30% of requests to " + service + " fail", onset + 2);
        return Set.of(service);
    }

    private Set<String> credentials(String service) {
        jump(service, Measure.ERRORS, 60, onset);
        logs(service, "error", "handshake failed: x509: certificate has expired or is not yet valid ({n})", 50);
        spread(service, 2, 35, onset + 0.3);
        builder.fires(service, "HighErrorRate", "60% of requests to " + service + " fail", onset + 2);
        return Set.of(service);
    }

    private void processes(String host, String service, double cpu) {
        builder.facts(
                host,
                "top processes",
                List.of(
                        Map.of(
                                "pid",
                                4242,
                                "name",
                                service,
                                "service",
                                service,
                                "cpu_percent",
                                cpu,
                                "memory_percent",
                                9),
                        Map.of("pid", 77, "name", "node-agent", "cpu_percent", 3.1, "memory_percent", 2),
                        Map.of("pid", 1, "name", "init", "cpu_percent", 0.2, "memory_percent", 1)));
    }

    private void logs(String component, String level, String text, int count) {
        if (!logged && level.equals("warn")) return;
        builder.logs(component, level, text, count, onset, length);
    }

    private boolean sometimes(double probability) {
        return random.nextDouble() < probability;
    }

    private void mislead(String culprit) {
        var bystander = estate.bystander(culprit);
        if (sometimes(0.5)) builder.change("deployment", bystander, "v7." + random.nextInt(9), onset - 4);
        if (sometimes(0.4)) builder.change("maintenance", estate.hosts().getFirst(), "", onset - 25);
        if (sometimes(0.4)) builder.change("deployment", Vocabulary.one(estate.services(), random), "v9", onset + 8);
        if (sometimes(0.4))
            signals.computeIfPresent(
                    new Key(bystander, Measure.CPU), (_, s) -> s.spikesTo(60, onset * 0.3, onset * 0.3 + 6));
        if (sometimes(0.5)) builder.logs(bystander, "warn", "deprecated header used by client {n}", 60, 0, length);
        if (sometimes(0.3))
            builder.recovered(bystander, "PodRestart", "a pod of " + bystander + " restarted once", onset - 20);
    }

    /// Points at somebody who only suffers: names it in the report, and lets it have been released a little
    /// earlier.
    private void implicate(String culprit) {
        var callers = estate.callersOf(culprit);
        if (callers.isEmpty()) return;
        var sufferer = Vocabulary.one(callers, random);
        if (sometimes(0.5)) builder.service(sufferer);
        if (mapped && sometimes(0.3)) builder.change("deployment", sufferer, "v3." + random.nextInt(9), onset - 12);
        if (sometimes(0.2)) builder.change("deployment", sufferer, "v2." + random.nextInt(9), onset - 240);
    }

    private CaseFile finish(boolean faulty) {
        for (var service : estate.services()) {
            builder.logs(service, "info", "request {n} served", 60, 0, length);
            builder.resource(service, "service", "running", estate.hostOf().get(service));
            if (sometimes(0.3))
                builder.logs(service, "warn", "slow client {n}, response took longer than 1000 ms", 12, 0, length);
        }
        for (var database : estate.databases())
            builder.resource(database, "database", "running", estate.hostOf().get(database));
        for (var host : estate.hosts())
            builder.facts(host, "state", Map.of("name", host, "kind", "host", "state", "running"));
        if (mapped) estate.calls().forEach((from, to) -> builder.calls(from, to.toArray(String[]::new)));
        var keys = new ArrayList<>(signals.keySet());
        for (var key : keys) {
            // What nobody measures is missing now and then, but not where it would be the only trace.
            if (!faulty || !sometimes(0.05)) measure(key);
        }
        return builder.build();
    }

    private void measure(Key key) {
        var style = style(key.measure());
        var signal = signals.get(key);
        if (style.remainder())
            signal = new Signal(
                    minute -> 100 - Math.min(100, signals.get(key).value().applyAsDouble(minute)),
                    signal.noise() / 4,
                    0,
                    100);
        signal = signal.times(style.scale());
        if (style.counter()) signal = accumulated(signal);
        builder.metric(key.component(), style.name(), style.unit(), signal);
    }

    private Signal accumulated(Signal rate) {
        var sums = new double[(int) (length * 4) + 2];
        for (int i = 1; i < sums.length; i++) {
            double noisy = rate.value().applyAsDouble(i / 4.0) * (1 + rate.noise() * random.nextGaussian());
            sums[i] = sums[i - 1] + Math.max(0, noisy) * 15;
        }
        return new Signal(minute -> sums[(int) Math.round(minute * 4)], 0, 0, Double.MAX_VALUE);
    }

    private MetricStyle style(Measure measure) {
        return switch (measure) {
            case CPU -> vocabulary.cpu();
            case MEMORY -> vocabulary.memory();
            case LATENCY -> vocabulary.latency();
            case ERRORS -> vocabulary.errors();
            case TRAFFIC -> vocabulary.traffic();
            case DISK -> vocabulary.disk();
            case CONNECTIONS -> vocabulary.connections();
            case LOSS -> vocabulary.loss();
            case RTT -> vocabulary.rtt();
            case LOCKS -> vocabulary.locks();
        };
    }
}
