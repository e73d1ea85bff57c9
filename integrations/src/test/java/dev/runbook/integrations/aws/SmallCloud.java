package dev.runbook.integrations.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A machine, two services and a database.
final class SmallCloud implements Cloud {

    private static final Instant NOW = Instant.parse("2025-11-03T10:00:00Z");
    private static final Instant OLD = Instant.parse("2025-11-03T09:20:00Z");

    private final List<Service> services = new ArrayList<>(List.of(
            new Service("checkout", 2, 42, "acme/checkout:2.1.0", OLD),
            new Service("front", 3, 7, "acme/front:8", OLD)));
    private String database = "available";

    /// Whether checkout has a second log, which we may not read.
    boolean audited;

    /// What was run, in order.
    final List<String> commands = new ArrayList<>();

    @Override
    public List<Machine> machines() {
        return List.of(
                new Machine("i-0123456789abcdef0", "web-1", "eu-central-1a"),
                new Machine("i-0123456789abcdef1", "twin", "eu-central-1a"),
                new Machine("i-0123456789abcdef2", "twin", "eu-central-1b"));
    }

    @Override
    public synchronized List<Service> services() {
        return List.copyOf(services);
    }

    @Override
    public synchronized List<Database> databases() {
        return List.of(new Database("shop-db", database));
    }

    @Override
    public synchronized Optional<String> run(String machine, String command) {
        commands.add(command);
        if (command.contains("ps -eo")) return Optional.of("""
                        812 57.6  3.1  840 worker.service /opt/worker --fast
                          1  0.1  0.2 99999 init.scope /sbin/init
                    """);
        if (command.contains("df -P"))
            return Optional.of("/dev/sda1 1000000 900000 100000 90% /\n700000 /\n400000 /var/log\n200000 /srv/data\n");
        if (command.contains("find ")) return Optional.of("4096\n");
        return command.equals("false") ? Optional.empty() : Optional.of("active\n");
    }

    private void replace(String name, java.util.function.UnaryOperator<Service> change) {
        services.replaceAll(s -> s.name().equals(name) ? change.apply(s) : s);
    }

    @Override
    public synchronized void renew(String service) {
        replace(service, s -> new Service(s.name(), s.desired(), s.revision(), s.image(), NOW));
    }

    @Override
    public List<String> placed(String service) {
        return service.equals("checkout") ? List.of("i-0123456789abcdef0") : List.of();
    }

    @Override
    public synchronized void stop(String service, String machine) {
        commands.add("stop " + service + " on " + machine);
    }

    @Override
    public synchronized void scale(String service, int desired) {
        replace(service, s -> new Service(s.name(), desired, s.revision(), s.image(), s.deployedAt()));
    }

    @Override
    public synchronized void deploy(String service, int revision) {
        replace(service, s -> new Service(s.name(), s.desired(), revision, s.image(), NOW));
    }

    @Override
    public synchronized void reboot(String name) {
        database = "rebooting";
    }
}
