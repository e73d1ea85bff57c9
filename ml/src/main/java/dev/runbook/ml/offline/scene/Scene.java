package dev.runbook.ml.offline.scene;

import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.evidence.Content.ChangeMade;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Alert;
import dev.runbook.ml.facts.Fact;
import dev.runbook.ml.offline.scene.Inventory.RunningProcess;
import dev.runbook.ml.offline.statistics.Quantity;
import dev.runbook.ml.offline.statistics.Shift;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The case as the rules see it: evidence sorted by what it says.
///
/// @param alerts the latest word on each alert
/// @param logs what is new or bursting in the logs since trouble began
/// @param said what tools said about things that went wrong
/// @param reported the host and service that the report names
/// @param onset when the first trouble that lasts began; empty when nothing shows it
/// @param now the end of what was seen
public record Scene(
        List<Measurement> measurements,
        List<AlertSign> alerts,
        List<Change> changes,
        List<LogSign> logs,
        List<ToolSign> said,
        Inventory inventory,
        Topology topology,
        Set<String> reported,
        List<TriedAction> tried,
        Optional<Instant> onset,
        Instant now) {

    /// Percent of a core that a process which takes more than all others together takes only when it is busy.
    private static final double BUSY = 50;

    /// What a component can be.
    public enum Kind {
        HOST("host|instance|node|machine|vm|server"),
        SERVICE("service|application|app|deployment|workload|function"),
        DATABASE("database|db|rds|cache|datastore"),
        LINK("link|network|region|path"),
        UNKNOWN("");

        private final Pattern words;

        Kind(String words) {
            this.words = Pattern.compile("(?i)(^|[^a-z])(" + words + ")([^a-z]|$)");
        }

        private static Kind named(String kind) {
            for (var one : List.of(DATABASE, LINK, SERVICE, HOST))
                if (one.words.matcher(kind).find()) return one;
            return UNKNOWN;
        }
    }

    /// An alert as it was seen last.
    ///
    /// @param starts when it began to fire, each time
    public record AlertSign(Alert alert, boolean firing, Set<Instant> starts, Set<EvidenceId> evidence) {}

    public record Change(ChangeMade change, Set<EvidenceId> evidence) {}

    /// What a tool said that points at a kind of cause, such as an event that a container was killed.
    ///
    /// @param component what it spoke of
    public record ToolSign(String component, Fact fact, Set<EvidenceId> evidence) {}

    /// What is in trouble now and measures one of these; of one component.
    public List<Measurement> troubled(String component, Quantity... quantities) {
        var wanted = Arrays.asList(quantities);
        return measurements.stream()
                .filter(m -> m.component().equals(component) && m.troubled())
                .filter(m -> wanted.isEmpty() || wanted.contains(m.quantity()))
                .sorted(Comparator.comparingDouble(Scene::weight).reversed())
                .toList();
    }

    /// Whether nothing is wrong as far as can be seen: no metric departs, nothing is nearly full or unwell,
    /// no log goes on about trouble, and no alert fires but such as come and go while the metrics stay as
    /// always. A host that is busy with a job of no service is well while all that runs on it is.
    public boolean isCalm() {
        return measurements.stream().filter(Measurement::troubled).allMatch(this::isJobNobodyFeels)
                && alerts.stream()
                        .filter(AlertSign::firing)
                        .allMatch(a -> isNoise(a) || isStanding(a) || isJobNobodyFeels(a))
                && logs.stream().noneMatch(l -> l.troubling() && l.goesOn(now))
                && said.stream().noneMatch(s -> s.fact().weight() >= Fact.CLEAR)
                && inventory.volumes().stream().noneMatch(Inventory.Volume::nearlyFull)
                && inventory.databases().stream().noneMatch(Inventory.Database::nearlyUsedUp)
                && inventory.resources().stream().noneMatch(Inventory.Resource::unwell)
                && inventory.processTables().stream().noneMatch(this::contradicts);
    }

    /// Where the machinery itself says otherwise than monitoring does, one sentence each.
    public List<String> contradictions() {
        return Stream.of(
                        inventory.processTables().stream()
                                .filter(this::contradicts)
                                .map(table -> {
                                    var busy = table.hog().orElseThrow();
                                    return "the processes of " + table.host() + " say that " + busy.name() + " takes "
                                            + Figures.number(busy.cpu()) + " percent of CPU";
                                }),
                        inventory.volumes().stream()
                                .filter(v -> v.nearlyFull()
                                        && !calm(v.host(), Quantity.DISK_SPACE).isEmpty())
                                .map(v -> v.host() + " says that its volume " + v.volume() + " is "
                                        + Figures.number(v.usedPercent()) + " percent used"),
                        inventory.databases().stream()
                                .filter(d -> d.nearlyUsedUp()
                                        && !calm(d.name(), Quantity.CONNECTIONS).isEmpty())
                                .map(d -> d.name() + " says that " + Figures.number(d.connections()) + " of its "
                                        + Figures.number(d.most()) + " connections are in use"))
                .flatMap(said -> said)
                .map(said -> said + ", and monitoring does not see it: one of them is mistaken")
                .toList();
    }

    /// Whether the processes of a host say that a service keeps its processor busy, whatever the metrics
    /// say: then somebody is mistaken, and to call it well would be to believe the one who says less.
    private boolean contradicts(Inventory.ProcessTable table) {
        return table.hog()
                        .filter(p -> p.cpu() >= BUSY && p.service().isPresent())
                        .isPresent()
                && measurements.stream()
                        .filter(m -> m.component().equals(table.host()) && m.quantity() == Quantity.CPU)
                        .allMatch(m -> m.metric().series().last() < m.metric().full() / 2);
    }

    /// An alert that came and went before, on a component whose metrics were seen.
    private boolean isNoise(AlertSign sign) {
        return sign.starts().size() > 1
                && measurements.stream()
                        .anyMatch(m -> m.component().equals(sign.alert().component()));
    }

    /// An alert on what is near its limit as it always was, unless it is just that which people ask about.
    private boolean isStanding(AlertSign sign) {
        var about = Quantity.ofName(sign.alert().name());
        return !reported.contains(sign.alert().component())
                && measurements.stream()
                        .anyMatch(m -> m.component().equals(sign.alert().component())
                                && m.quantity() == about
                                && m.alwaysHigh());
    }

    /// The process that keeps a host's processor busy and belongs to no service.
    public Optional<RunningProcess> job(String host) {
        return inventory.processTables().stream()
                .filter(t -> t.host().equals(host))
                .flatMap(t -> t.hog().stream())
                .filter(p -> p.service().isEmpty())
                .findFirst();
    }

    private boolean isJobNobodyFeels(Measurement measurement) {
        return measurement.quantity() == Quantity.CPU && isJobNobodyFeels(measurement.component());
    }

    private boolean isJobNobodyFeels(AlertSign sign) {
        return Quantity.ofName(sign.alert().name()) == Quantity.CPU
                && isJobNobodyFeels(sign.alert().component());
    }

    /// Whether a job keeps this host busy, and what its users would feel of it was measured and is as always.
    public boolean isJobNobodyFeels(String host) {
        return (job(host).isPresent() || isNoServicesDoing(host))
                && topology.servicesOn(host).stream().allMatch(this::isFeltAsAlways)
                && measurements.stream().anyMatch(m -> isFelt(m.quantity()));
    }

    /// Whether nobody asked about this busy host, nobody looked at its processes, and no service on it
    /// takes more CPU than always.
    private boolean isNoServicesDoing(String host) {
        var services = topology.servicesOn(host);
        return !reported.contains(host)
                && inventory.processTables().stream().noneMatch(t -> t.host().equals(host))
                && !services.isEmpty()
                && services.stream()
                        .allMatch(service -> !calm(service, Quantity.CPU).isEmpty());
    }

    private boolean isFeltAsAlways(String component) {
        var felt = measurements.stream()
                .filter(m -> m.component().equals(component) && isFelt(m.quantity()))
                .toList();
        return !felt.isEmpty() && felt.stream().noneMatch(Measurement::troubled);
    }

    /// What measures one of these on a component and keeps its level.
    public List<Measurement> calm(String component, Quantity... quantities) {
        var wanted = Arrays.asList(quantities);
        return measurements.stream()
                .filter(m -> m.component().equals(component) && !m.troubled() && wanted.contains(m.quantity()))
                .toList();
    }

    private static double weight(Measurement m) {
        return m.shift().map(s -> s.deviation()).orElse(0.0);
    }

    /// Every component with a metric in trouble or an alert that fires.
    public Set<String> affected() {
        var affected = new TreeSet<String>();
        measurements.stream().filter(Measurement::troubled).forEach(m -> affected.add(m.component()));
        alerts.stream()
                .filter(a -> a.firing() && !isStanding(a))
                .forEach(a -> affected.add(a.alert().component()));
        return affected;
    }

    /// Every component whose users feel trouble now, or whose alert fires and does not only tell of a busy job.
    public Set<String> harmed() {
        var harmed = new TreeSet<String>();
        measurements.stream().filter(m -> m.troubled() && isFelt(m.quantity())).forEach(m -> harmed.add(m.component()));
        alerts.stream()
                .filter(a -> a.firing() && !isStanding(a) && !isJobNobodyFeels(a))
                .forEach(a -> harmed.add(a.alert().component()));
        return harmed;
    }

    /// Whether users feel it when this is in trouble.
    public static boolean isFelt(Quantity quantity) {
        return switch (quantity) {
            case LATENCY, ERRORS, AVAILABILITY, QUEUE, RESTARTS, REPLICATION_LAG -> true;
            case GARBAGE_COLLECTION,
                    PACKET_LOSS,
                    LOCKS,
                    CONNECTIONS,
                    NETWORK_LATENCY,
                    DISK_IO,
                    DISK_SPACE,
                    MEMORY,
                    CPU,
                    THREADS,
                    TRAFFIC,
                    NETWORK_TRAFFIC,
                    OTHER -> false;
        };
    }

    /// Every component that anything was measured or heard of.
    public Set<String> components() {
        var all = new TreeSet<>(affected());
        measurements.forEach(m -> all.add(m.component()));
        logs.forEach(l -> all.add(l.component()));
        said.forEach(s -> all.add(s.component()));
        return all;
    }

    /// What a component is: as the machinery says, else as what was seen of it shows.
    public Kind kindOf(String component) {
        var listed = inventory.resources().stream()
                .filter(r -> r.name().equals(component))
                .map(r -> Kind.named(r.kind()))
                .filter(kind -> kind != Kind.UNKNOWN)
                .findFirst();
        if (listed.isPresent()) return listed.get();
        if (inventory.databases().stream().anyMatch(d -> d.name().equals(component))) return Kind.DATABASE;
        if (!topology.servicesOn(component).isEmpty()
                || inventory.processTables().stream().anyMatch(t -> t.host().equals(component))
                || inventory.volumes().stream().anyMatch(v -> v.host().equals(component))) return Kind.HOST;
        return Kind.UNKNOWN;
    }

    /// Whether it is a service, as far as anybody knows.
    public boolean isService(String component) {
        var kind = kindOf(component);
        return kind == Kind.SERVICE || (kind == Kind.UNKNOWN && topology.knows(component));
    }

    /// Whether nothing that is known calls this service, so that people do.
    public boolean isUsedByPeople(String service) {
        return topology.directDependantsOf(service).stream().noneMatch(this::isService);
    }

    /// The services whose traffic takes a path: those that call across a link, or run on a host.
    public List<String> travellers(String path) {
        return topology.directDependantsOf(path).stream()
                .filter(name -> kindOf(name) == Kind.SERVICE || kindOf(name) == Kind.UNKNOWN)
                .toList();
    }

    /// How many times the usual traffic of each replica a service gets now; 1 where it is not measured.
    public double demand(String service) {
        return troubled(service, Quantity.TRAFFIC).stream()
                .flatMap(m -> m.shift().filter(Shift::up).stream()
                        .filter(shift -> shift.baseline() > 0)
                        .map(shift -> m.metric().series().recent() / shift.baseline()))
                .findFirst()
                .orElse(1.0);
    }

    /// Where a component runs; empty for somebody else's service, and where it is not known.
    public Set<String> hostsOf(String component) {
        var hosts = new TreeSet<String>();
        topology.hostsOf(component).stream()
                .filter(host -> kindOf(host) != Kind.SERVICE && kindOf(host) != Kind.DATABASE)
                .forEach(hosts::add);
        return hosts;
    }

    /// When trouble began on a component, as its metrics and alerts show.
    public Optional<Instant> onsetOf(String component) {
        var measured = measurements.stream()
                .filter(m -> m.component().equals(component) && m.troubled())
                .flatMap(m -> m.onset().stream())
                .min(Comparator.naturalOrder());
        return measured.or(() -> alerts.stream()
                .filter(a -> a.firing() && a.alert().component().equals(component))
                .map(a -> a.alert().startedAt())
                .min(Comparator.naturalOrder()));
    }

    /// When trouble that a component has began, or grew by a jump; in order.
    public List<Instant> worseningsOf(String component) {
        return measurements.stream()
                .filter(m -> m.component().equals(component) && m.troubled())
                .flatMap(m -> m.shift().stream())
                .flatMap(shift -> Stream.concat(Stream.of(shift.onset()), shift.worsenings().stream()))
                .distinct()
                .sorted()
                .toList();
    }

    /// What tools said about a component.
    public Stream<ToolSign> saidOf(String component) {
        return said.stream().filter(s -> s.component().equals(component));
    }

    public Stream<LogSign> logsOf(String component) {
        return logs.stream().filter(l -> l.component().equals(component));
    }
}
