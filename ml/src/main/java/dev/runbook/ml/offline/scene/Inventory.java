package dev.runbook.ml.offline.scene;

import dev.runbook.core.evidence.EvidenceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was seen of the machinery itself: processes, databases, volumes, the state of hosts and services. Where
/// the same thing was looked at twice, only the fresher look is here.
public record Inventory(
        List<ProcessTable> processTables, List<Database> databases, List<Volume> volumes, List<Resource> resources) {

    public Inventory {
        processTables = List.copyOf(processTables);
        databases = List.copyOf(databases);
        volumes = List.copyOf(volumes);
        resources = List.copyOf(resources);
    }

    /// The processes of a host, in the order they were given.
    public record ProcessTable(String host, List<RunningProcess> processes, EvidenceId evidence) {
        public ProcessTable {
            processes = List.copyOf(processes);
        }

        /// The process that takes more CPU than all others of the table together, and at least a quarter of a
        /// core.
        public Optional<RunningProcess> hog() {
            double all = processes.stream().mapToDouble(RunningProcess::cpu).sum();
            return processes.stream()
                    .filter(p -> p.cpu() >= 25 && p.cpu() > all / 2)
                    .findFirst();
        }

        /// The process that takes more memory than all others of the table together.
        public Optional<RunningProcess> memoryHog() {
            double all = processes.stream().mapToDouble(RunningProcess::memory).sum();
            return processes.stream()
                    .filter(p -> p.memory() >= 25 && p.memory() > all / 2)
                    .findFirst();
        }
    }

    /// @param service the service it belongs to; empty for a job, an agent or whatever else belongs to none
    /// @param cpu percent of a core
    /// @param memory percent of the host's memory
    public record RunningProcess(String name, Optional<String> service, double cpu, double memory) {
        public boolean isOf(String component) {
            return service.filter(component::equals).isPresent();
        }
    }

    /// Who is connected to a database.
    public record Database(String name, double connections, double most, List<Client> clients, EvidenceId evidence) {
        public Database {
            clients = List.copyOf(clients);
        }

        public boolean nearlyUsedUp() {
            return most > 0 && connections >= 0.85 * most;
        }

        /// The application that holds more connections than all others together.
        public Optional<Client> hog() {
            double all = clients.stream().mapToDouble(Client::connections).sum();
            return clients.stream().filter(c -> c.connections() > all / 2).findFirst();
        }
    }

    /// The connections of one application, whatever their state.
    ///
    /// @param idle how many of them do nothing
    public record Client(String application, double connections, double idle) {}

    /// A volume of a host and the largest things on it.
    public record Volume(String host, String volume, double usedPercent, List<Content> largest, EvidenceId evidence) {
        public Volume {
            largest = List.copyOf(largest);
        }

        public boolean nearlyFull() {
            return usedPercent >= 85;
        }
    }

    public record Content(String path, double bytes, String kind, boolean safeToDelete) {}

    public record Resource(
            String name,
            String kind,
            String state,
            List<String> hosts,
            Optional<String> version,
            Optional<Long> replicas,
            Optional<String> region,
            EvidenceId evidence) {

        public Resource {
            hosts = List.copyOf(hosts);
        }

        private static final Set<String> WELL = Set.of(
                "external",
                "running",
                "healthy",
                "ok",
                "up",
                "active",
                "available",
                "ready",
                "in_service",
                "inservice",
                "online",
                "normal",
                "started",
                "in-use",
                "green",
                "");

        /// Whether its state says that it does not work as it should.
        public boolean unwell() {
            return !WELL.contains(state.toLowerCase(java.util.Locale.ROOT));
        }
    }
}
