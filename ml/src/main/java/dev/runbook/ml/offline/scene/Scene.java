package dev.runbook.ml.offline.scene;

import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.evidence.Content.ChangeMade;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Alert;
import dev.runbook.ml.offline.logs.Conditions.Condition;
import dev.runbook.ml.offline.logs.LogPattern;
import dev.runbook.ml.offline.statistics.Quantity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The case as the rules see it: evidence sorted by what it says.
///
/// @param alerts the latest word on each alert
/// @param logs what is new or bursting in the logs since trouble began
/// @param reported the host and service that the report names
/// @param onset when the first trouble that lasts began; empty when nothing shows it
/// @param now the end of what was seen
public record Scene(
        List<Measurement> measurements,
        List<AlertSign> alerts,
        List<Change> changes,
        List<LogSign> logs,
        Inventory inventory,
        Topology topology,
        Set<String> reported,
        List<TriedAction> tried,
        Optional<Instant> onset,
        Instant now) {

    public record AlertSign(Alert alert, boolean firing, Set<EvidenceId> evidence) {}

    public record Change(ChangeMade change, Set<EvidenceId> evidence) {}

    public record LogSign(LogPattern pattern, List<Condition> conditions, Set<EvidenceId> evidence) {}

    /// What is in trouble now and measures one of these; of one component.
    public List<Measurement> troubled(String component, Quantity... quantities) {
        var wanted = Arrays.asList(quantities);
        return measurements.stream()
                .filter(m -> m.component().equals(component) && m.troubled())
                .filter(m -> wanted.isEmpty() || wanted.contains(m.quantity()))
                .sorted(Comparator.comparingDouble(Scene::weight).reversed())
                .toList();
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
                .filter(AlertSign::firing)
                .forEach(a -> affected.add(a.alert().component()));
        return affected;
    }

    /// Every component whose users feel trouble now, or whose alert fires.
    public Set<String> harmed() {
        var harmed = new TreeSet<String>();
        measurements.stream().filter(m -> m.troubled() && isFelt(m.quantity())).forEach(m -> harmed.add(m.component()));
        alerts.stream()
                .filter(AlertSign::firing)
                .forEach(a -> harmed.add(a.alert().component()));
        return harmed;
    }

    private static boolean isFelt(Quantity quantity) {
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
        logs.forEach(l -> all.add(l.pattern().component()));
        return all;
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

    public Stream<LogSign> logsOf(String component) {
        return logs.stream().filter(l -> l.pattern().component().equals(component));
    }
}
