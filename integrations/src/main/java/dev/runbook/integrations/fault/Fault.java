package dev.runbook.integrations.fault;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.estate.Host;
import dev.runbook.integrations.estate.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that is wrong with one component. It declares what it moves on that component and its neighbours;
/// what callers feel of it follows from the dependencies. Immutable.
public sealed interface Fault
        permits RunawayProcess,
                MemoryLeak,
                TrafficSurge,
                ConnectionLeak,
                DiskFill,
                BadDeployment,
                ConfigChange,
                NetworkDegradation,
                SlowQuery,
                DependencyDown {

    /// Where the cause sits.
    String component();

    Onset onset();

    /// What kind of cause a correct diagnosis names.
    CauseKind cause();

    /// The metrics it moves by itself.
    List<Symptom> symptoms(Estate estate);

    /// What ends it, each by itself; empty when nothing in reach does.
    List<Cure> cures(Estate estate);

    /// Who speaks of it in the logs: the role, as the log templates name it, and the components in that role.
    Map<String, List<String>> voices(Estate estate);

    /// The words that log templates may use, besides `component`.
    default Map<String, String> words() {
        return Map.of();
    }

    /// The change that brought it, where a change did.
    default Optional<Change> change() {
        return Optional.empty();
    }

    /// What is wrong with its place in this estate, or empty.
    Optional<String> misfit(Estate estate);

    /// A change that somebody made.
    ///
    /// @param kind `deployment`, `configuration`, …
    /// @param before how long before the onset it was made
    record Change(
            String kind, String component, String version, String summary, String author, java.time.Duration before) {}

    /// The name of this kind of fault in scenario files, and of its log templates.
    default String kind() {
        return switch (this) {
            case RunawayProcess _ -> "runaway_process";
            case MemoryLeak _ -> "memory_leak";
            case TrafficSurge _ -> "traffic_surge";
            case ConnectionLeak _ -> "connection_leak";
            case DiskFill _ -> "disk_fill";
            case BadDeployment _ -> "bad_deployment";
            case ConfigChange _ -> "config_change";
            case NetworkDegradation _ -> "network_degradation";
            case SlowQuery _ -> "slow_query";
            case DependencyDown _ -> "dependency_down";
        };
    }

    /// A complaint unless `service` is a service that runs on `host`.
    static Optional<String> runsOn(Estate estate, String service, String host) {
        return switch (estate.component(service).orElse(null)) {
            case Service s when s.hosts().contains(host) -> Optional.empty();
            case Service s ->
                Optional.of("service '" + service + "' runs on " + String.join(", ", s.hosts()) + ", not on '" + host
                        + "'");
            case null, default -> Optional.of("there is no service '" + service + "'");
        };
    }

    /// A complaint unless there is a service of this name.
    static Optional<String> isService(Estate estate, String name) {
        return estate.service(name).isPresent() ? Optional.empty() : Optional.of("there is no service '" + name + "'");
    }

    /// A complaint unless there is a host of this name.
    static Optional<String> isHost(Estate estate, String name) {
        return estate.component(name).filter(Host.class::isInstance).isPresent()
                ? Optional.empty()
                : Optional.of("there is no host '" + name + "'");
    }

    /// A complaint unless there is a database of this name.
    static Optional<String> isDatabase(Estate estate, String name) {
        return estate.database(name).isPresent()
                ? Optional.empty()
                : Optional.of("there is no database '" + name + "'");
    }
}
