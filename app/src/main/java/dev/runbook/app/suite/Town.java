package dev.runbook.app.suite;

import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The systems of a made-up company, before anything goes wrong with them.
///
/// @param shape which of the topologies it is
/// @param services by name, with the hosts that each runs on; somebody else's run on none
/// @param databases by name, with the host of each
/// @param calls who calls whom; services before what they call
/// @param links each network link, with the services whose calls cross it
record Town(
        Shape shape,
        Map<String, String> hosts,
        Map<String, List<String>> services,
        Map<String, String> databases,
        List<Call> calls,
        Map<String, List<String>> links) {

    /// How the systems hang together.
    enum Shape {
        /// Each service calls the next.
        CHAIN,
        /// One service in front calls all others.
        FAN,
        /// Services share hosts, and most run on two.
        SHARED,
        /// Some of the services are in another region.
        REGIONS
    }

    record Call(String from, String to) {}

    /// Where services write what may be deleted.
    static final String TRACES = "/var/log/trace";

    private static final List<String> DOMAINS = List.of(
            "parcel",
            "freight",
            "tariff",
            "depot",
            "fleet",
            "manifest",
            "customs",
            "pallet",
            "route",
            "label",
            "locker",
            "courier",
            "voyage",
            "berth");
    private static final List<String> ROLES =
            List.of("quote", "track", "plan", "ledger", "intake", "notify", "match", "audit", "desk", "sync");
    private static final List<String> MACHINES =
            List.of("kiln", "barge", "otter", "flint", "heron", "maple", "quay", "ridge", "sorrel", "tern");
    private static final List<String> REGIONS = List.of("north-1", "south-2", "isles-3");
    private static final int LEAST_SERVICES = 4;
    private static final int MOST_SERVICES = 7;

    static Town build(Dice dice, Shape shape) {
        return new Builder(dice, shape).build();
    }

    /// Those that call something, nearest to the users first.
    List<String> callers() {
        return calls.stream().map(Call::from).distinct().toList();
    }

    List<String> callersOf(String component) {
        return calls.stream()
                .filter(c -> c.to().equals(component))
                .map(Call::from)
                .toList();
    }

    /// The services that run here.
    List<String> own() {
        return services.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The hosts on which services run.
    List<String> applicationHosts() {
        return hosts.keySet().stream()
                .filter(host -> services.values().stream().anyMatch(on -> on.contains(host)))
                .toList();
    }

    /// The `estate` of a scenario file.
    Value json() {
        return Value.fields(
                "hosts",
                hosts.entrySet().stream()
                        .map(h -> Value.fields("name", h.getKey(), "region", h.getValue()))
                        .toList(),
                "services",
                services.entrySet().stream().map(Town::service).toList(),
                "databases",
                databases.entrySet().stream()
                        .map(d -> Value.fields("name", d.getKey(), "host", d.getValue()))
                        .toList(),
                "links",
                links.keySet().stream()
                        .map(link -> Value.fields("name", link, "between", regions()))
                        .toList(),
                "volumes",
                applicationHosts().stream().map(Town::volume).toList(),
                "dependencies",
                calls.stream()
                        .map(c -> Value.fields("from", c.from(), "to", c.to()))
                        .toList());
    }

    private static Value service(Map.Entry<String, List<String>> service) {
        // What a service usually needs depends on its name alone, so that it is the same in every file.
        int kind = Math.floorMod(service.getKey().hashCode(), 7);
        return Value.fields(
                "name",
                service.getKey(),
                "hosts",
                service.getValue(),
                "version",
                "3." + kind + ".1",
                "previous_version",
                "3." + kind + ".0",
                "requests_per_second",
                40 + 20 * kind,
                "latency_ms",
                35 + 15 * kind,
                "cpu_percent",
                5 + kind,
                "memory_percent",
                6 + kind);
    }

    private static Value volume(String host) {
        return Value.fields(
                "host",
                host,
                "size_gb",
                100,
                "folders",
                List.of(
                        Value.fields("path", "/opt", "gb", 21),
                        Value.fields("path", "/var/backups", "gb", 14),
                        Value.fields("path", TRACES, "gb", 6, "kind", "logs", "safe_to_delete", true)));
    }

    private List<String> regions() {
        return hosts.values().stream().distinct().limit(2).toList();
    }

    /// Puts a town together.
    private static final class Builder {
        private final Dice dice;
        private final Shape shape;
        private final Map<String, String> hosts = new LinkedHashMap<>();
        private final Map<String, List<String>> services = new LinkedHashMap<>();
        private final Map<String, String> databases = new LinkedHashMap<>();
        private final List<Call> calls = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        Builder(Dice dice, Shape shape) {
            this.dice = dice;
            this.shape = shape;
        }

        Town build() {
            hosts();
            services();
            databases();
            calls();
            return new Town(shape, hosts, services, databases, calls, links());
        }

        private void hosts() {
            var kinds = dice.some(shape == Shape.SHARED ? 2 : 3, MACHINES);
            var home = dice.one(REGIONS);
            var away = REGIONS.get((REGIONS.indexOf(home) + 1) % REGIONS.size());
            for (int i = 0; i < kinds.size(); i++) {
                boolean far = shape == Shape.REGIONS && i == kinds.size() - 1;
                for (int n = 1; n <= 2; n++) hosts.put(kinds.get(i) + "-" + dice.from(1, 4) + n, far ? away : home);
            }
        }

        private void services() {
            var domains = dice.shuffled(DOMAINS);
            int count = dice.from(LEAST_SERVICES, MOST_SERVICES);
            for (int i = 0; i < count; i++) names.add(domains.get(i) + "-" + dice.one(ROLES));
            var places = List.copyOf(hosts.keySet());
            for (int i = 0; i < count; i++) {
                // The last service of a town of regions is far away, so that calls cross the link.
                var near = shape == Shape.REGIONS
                        ? i == count - 1 ? places.subList(places.size() - 2, places.size()) : places.subList(0, 4)
                        : places;
                int on = shape == Shape.SHARED ? 2 : dice.in(0.4) ? 2 : 1;
                services.put(names.get(i), List.copyOf(dice.some(on, near)));
            }
        }

        private void databases() {
            int count = dice.from(1, 2);
            var region = List.copyOf(hosts.values()).getFirst();
            for (int i = 0; i < count; i++) {
                var host = "vault-" + dice.from(1, 4) + i;
                hosts.put(host, region);
                databases.put(names.get(i).replaceFirst("-.*", "") + (i == 0 ? "-store" : "-records"), host);
            }
        }

        private void calls() {
            for (int i = 1; i < names.size(); i++)
                calls.add(new Call(
                        switch (shape) {
                            case CHAIN -> names.get(i - 1);
                            case FAN -> names.getFirst();
                            case SHARED, REGIONS -> names.get(dice.from(Math.max(0, i - 2), i - 1));
                        },
                        names.get(i)));
            int n = 0;
            for (var database : databases.keySet()) {
                // Two of the deeper services use each database.
                var users = names.subList(names.size() / 2 - n % 2, names.size());
                for (var user : dice.some(2, users)) calls.add(new Call(user, database));
                n++;
            }
        }

        private Map<String, List<String>> links() {
            if (shape != Shape.REGIONS) return Map.of();
            var far = names.getLast();
            var crossing = calls.stream()
                    .filter(c -> region(c.from()).isPresent() && region(c.to()).isPresent())
                    .filter(c -> c.to().equals(far) || c.from().equals(far))
                    .filter(c -> !region(c.from()).equals(region(c.to())))
                    .map(Call::from)
                    .distinct()
                    .toList();
            return Map.of("strait-" + dice.from(1, 9), crossing);
        }

        private java.util.Optional<String> region(String component) {
            var host = databases.containsKey(component)
                    ? databases.get(component)
                    : services.getOrDefault(component, List.of()).stream()
                            .findFirst()
                            .orElse("");
            return java.util.Optional.ofNullable(hosts.get(host));
        }
    }
}
