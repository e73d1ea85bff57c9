package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.CONNECTIONS;
import static dev.runbook.ml.offline.statistics.Quantity.CPU;
import static dev.runbook.ml.offline.statistics.Quantity.DISK_SPACE;
import static dev.runbook.ml.offline.statistics.Quantity.MEMORY;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Investigation.Look;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is to be looked at where a resource itself is the symptom: the processes of a host, what fills its
/// disk, who holds the connections of a database.
final class Inspection {

    private static final OperationName PROCESSES = new OperationName(Capability.COMPUTE, "get_top_processes");
    private static final OperationName DISKS = new OperationName(Capability.COMPUTE, "get_disk_usage");

    private static final OperationName CLIENTS = new OperationName(Capability.COMPUTE, "get_database_status");

    /// More hosts than this are no longer the trouble of a host.
    private static final int MOST_HOSTS = 4;

    private Inspection() {}

    /// The looks that nobody took yet.
    ///
    /// @param possible the operations that may be asked
    static List<Look> of(Scene scene, List<Operation> possible) {
        var harmed = scene.harmed();
        var looks = new ArrayList<Look>();
        scene.affected().stream()
                .filter(name -> scene.kindOf(name) == Scene.Kind.HOST)
                .filter(host -> harmed.contains(host)
                        || scene.reported().contains(host)
                        || scene.topology().servicesOn(host).stream().anyMatch(harmed::contains))
                .limit(MOST_HOSTS)
                .forEach(host -> {
                    if (!scene.troubled(host, CPU, MEMORY).isEmpty()) looks.addAll(processes(scene, host));
                    if (!scene.troubled(host, DISK_SPACE).isEmpty()) looks.addAll(disks(scene, host));
                });
        scene.components().stream()
                .filter(name -> scene.kindOf(name) == Scene.Kind.DATABASE)
                .filter(database -> !scene.troubled(database, CONNECTIONS).isEmpty()
                        || !DatabaseSuspicion.hints(scene, database, CauseKind.DATABASE_CONNECTIONS)
                                .isEmpty())
                .limit(MOST_HOSTS)
                .forEach(database -> looks.addAll(clients(scene, database)));
        complaining(scene, CauseKind.DISK_FULL).forEach(host -> looks.addAll(disks(scene, host)));
        complaining(scene, CauseKind.MEMORY_LEAK).forEach(host -> looks.addAll(processes(scene, host)));
        complaining(scene, CauseKind.RUNAWAY_PROCESS).forEach(host -> looks.addAll(processes(scene, host)));
        return possible(looks.stream().distinct().toList(), possible);
    }

    /// Those that can be asked.
    static List<Look> possible(List<Look> looks, List<Operation> possible) {
        return looks.stream()
                .filter(look -> possible.stream().map(Operation::name).anyMatch(look.operation()::equals))
                .toList();
    }

    /// The hosts of those whose logs speak of this kind of cause: where nothing is measured, that is all
    /// there is.
    private static List<String> complaining(Scene scene, CauseKind kind) {
        return scene.components().stream()
                .filter(name -> !Hints.of(scene, name, kind).isEmpty())
                .flatMap(name -> scene.kindOf(name) == Scene.Kind.HOST ? Stream.of(name) : scene.hostsOf(name).stream())
                .distinct()
                .limit(MOST_HOSTS)
                .toList();
    }

    /// The look at the processes of a host, unless it was taken.
    static List<Look> processes(Scene scene, String host) {
        return scene.inventory().processTables().stream()
                        .anyMatch(table -> table.host().equals(host))
                ? List.of()
                : List.of(new Look(PROCESSES, Value.fields("host", host)));
    }

    /// The look at what fills the disks of a host, unless it was taken.
    static List<Look> disks(Scene scene, String host) {
        return scene.inventory().volumes().stream()
                        .anyMatch(volume -> volume.host().equals(host))
                ? List.of()
                : List.of(new Look(DISKS, Value.fields("host", host)));
    }

    /// The look at who is connected to a database, unless it was taken.
    static List<Look> clients(Scene scene, String database) {
        return scene.inventory().databases().stream()
                        .anyMatch(counted -> counted.name().equals(database))
                ? List.of()
                : List.of(new Look(CLIENTS, Value.fields("database", database)));
    }
}
