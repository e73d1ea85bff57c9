package dev.runbook.app.suite;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Optional;

/// A fault that happens in a town, and how people who suffer from it put it.
///
/// @param fault as a scenario file has it
/// @param victim the service that people complain about
/// @param host the host that people name, if they name one
record Plot(Story.Truth truth, Value.Fields fault, String victim, Optional<String> host, String complaint) {

    /// What can go wrong, named as in scenario files.
    enum Kind {
        RUNAWAY_PROCESS(CauseKind.RUNAWAY_PROCESS, 8, 30),
        MEMORY_LEAK(CauseKind.MEMORY_LEAK, 50, 90),
        TRAFFIC_SURGE(CauseKind.TRAFFIC_SURGE, 8, 30),
        CONNECTION_LEAK(CauseKind.DATABASE_CONNECTIONS, 16, 35),
        DISK_FILL(CauseKind.DISK_FULL, 45, 70),
        SLOW_QUERY(CauseKind.DATABASE_SLOW, 10, 35),
        NETWORK_DEGRADATION(CauseKind.NETWORK_DEGRADATION, 10, 30),
        DEPENDENCY_DOWN(CauseKind.DEPENDENCY_FAILURE, 6, 25),
        BAD_DEPLOYMENT(CauseKind.BAD_DEPLOYMENT, 10, 40),
        CONFIG_CHANGE(CauseKind.CONFIGURATION_CHANGE, 10, 40);

        private final CauseKind cause;
        private final int latest;
        private final int earliest;

        /// @param latest how many minutes ago it began at least; what grows slowly needs time to be felt
        Kind(CauseKind cause, int latest, int earliest) {
            this.cause = cause;
            this.latest = latest;
            this.earliest = earliest;
        }
    }

    private static final List<String> SLOW = List.of(
            "%s answers very slowly since a while, and it gets no better.",
            "Customers complain that %s takes forever.",
            "Response times of %s went up, nobody knows why.",
            "%s hangs, people reload the page again and again.");
    private static final List<String> FAILING = List.of(
            "%s returns errors for a part of the requests.",
            "Support gets calls: %s fails every now and then.",
            "Many requests to %s fail since today.",
            "Something is wrong with %s, it keeps failing.");
    private static final List<String> LOADED = List.of(
            "%s is under heavy load and slow.", "The machine that %s runs on is very busy.", "High load around %s.");
    private static final List<String> VAGUE = List.of(
            "Customers call: nothing works as it should.",
            "The shop floor says that the system is slow since a while.",
            "Something is wrong with our platform, please look into it.");
    private static final List<String> HARMS = List.of("errors", "errors", "latency", "cpu", "memory");
    private static final List<String> SETTINGS = List.of("pool.size", "cache.ttl", "retry.limit", "bulk.enabled");

    /// How often people complain about who calls the culprit.
    private static final double FELT_BY_CALLER = 0.4;

    /// Puts a fault of this kind into a town.
    static Plot of(Kind kind, Town town, Dice dice) {
        return switch (kind) {
            case RUNAWAY_PROCESS -> onHost(kind, town, LOADED, dice);
            case MEMORY_LEAK -> onHost(kind, town, SLOW, dice);
            case TRAFFIC_SURGE -> {
                var service = dice.one(town.own());
                yield plot(kind, service, victim(service, town, dice), SLOW, Value.Fields.NONE, dice);
            }
            case CONNECTION_LEAK -> inDatabase(kind, town, FAILING, dice);
            case SLOW_QUERY -> inDatabase(kind, town, SLOW, dice);
            case DISK_FILL -> onDisk(town, dice);
            case NETWORK_DEGRADATION -> onLink(town, dice);
            case DEPENDENCY_DOWN -> {
                var service = dice.one(town.own().stream()
                        .filter(s -> !town.callersOf(s).isEmpty())
                        .toList());
                yield plot(kind, service, dice.one(town.callersOf(service)), FAILING, Value.Fields.NONE, dice);
            }
            case BAD_DEPLOYMENT -> changed(kind, town, Value.fields("version", "3.9." + dice.from(2, 9)), dice);
            case CONFIG_CHANGE ->
                changed(
                        kind,
                        town,
                        Value.fields("setting", dice.one(SETTINGS), "revision", "r" + dice.from(100, 900)),
                        dice);
        };
    }

    private static Plot onHost(Kind kind, Town town, List<String> words, Dice dice) {
        var service = dice.one(town.own());
        var host = dice.one(town.services().getOrDefault(service, List.of()));
        var plot = plot(kind, service, service, words, Value.fields("host", host), dice);
        return dice.in(0.5)
                ? new Plot(plot.truth(), plot.fault(), plot.victim(), Optional.of(host), plot.complaint())
                : plot;
    }

    private static Plot inDatabase(Kind kind, Town town, List<String> words, Dice dice) {
        var database = dice.one(List.copyOf(town.databases().keySet()));
        var users = town.callersOf(database);
        return plot(kind, database, dice.one(users), words, Value.fields("application", dice.one(users)), dice);
    }

    private static Plot onDisk(Town town, Dice dice) {
        var service = dice.one(town.own());
        var host = dice.one(town.services().getOrDefault(service, List.of()));
        var more = Value.fields("path", Town.TRACES, "culprit", service);
        return plot(Kind.DISK_FILL, host, service, FAILING, more, dice);
    }

    private static Plot onLink(Town town, Dice dice) {
        var link = town.links().entrySet().iterator().next();
        var more = Value.fields("services", link.getValue());
        return plot(Kind.NETWORK_DEGRADATION, link.getKey(), dice.one(link.getValue()), SLOW, more, dice);
    }

    private static Plot changed(Kind kind, Town town, Value.Fields more, Dice dice) {
        var service = dice.one(town.own());
        var harm = dice.one(HARMS);
        var words = harm.equals("errors") ? FAILING : SLOW;
        return plot(
                kind,
                service,
                victim(service, town, dice),
                words,
                more.with(Value.fields("harm", harm).fields()),
                dice);
    }

    private static String victim(String culprit, Town town, Dice dice) {
        var callers = town.callersOf(culprit);
        return !callers.isEmpty() && dice.in(FELT_BY_CALLER) ? dice.one(callers) : culprit;
    }

    private static Plot plot(
            Kind kind, String component, String victim, List<String> words, Value.Fields more, Dice dice) {
        var fault = Value.fields(
                "kind", kind, "component", component, "onset", "-" + dice.from(kind.latest, kind.earliest) + "m");
        return new Plot(
                new Story.Truth(component, kind.cause),
                fault.with(more.fields()),
                victim,
                Optional.empty(),
                dice.one(words).formatted(victim));
    }

    /// The same fault, but less of it.
    ///
    /// @param share of the usual strength
    Plot faint(double share) {
        return new Plot(truth, fault.with(Value.fields("strength", share).fields()), victim, host, complaint);
    }

    /// The same fault, but people do not say where.
    Plot vague(Dice dice) {
        return new Plot(truth, fault, "", Optional.empty(), dice.one(VAGUE));
    }

    /// How many minutes ago it began.
    int minutesAgo() {
        var onset = fault.get("onset").orElseThrow().display();
        return Integer.parseInt(onset.substring(1, onset.length() - 1));
    }

    /// The same fault, but it ended by itself so many minutes ago.
    Plot over(int minutesAgo) {
        var ended = Value.fields("onset", "-" + (minutesAgo + 25) + "m", "until", "-" + minutesAgo + "m", "ramp", "1m");
        return new Plot(truth, fault.with(ended.fields()), victim, host, complaint);
    }
}
