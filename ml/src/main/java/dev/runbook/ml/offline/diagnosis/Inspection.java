package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.CONNECTIONS;
import static dev.runbook.ml.offline.statistics.Quantity.CPU;
import static dev.runbook.ml.offline.statistics.Quantity.DISK_SPACE;
import static dev.runbook.ml.offline.statistics.Quantity.MEMORY;

import dev.runbook.core.diagnosis.Investigation.Look;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;

/// What is to be looked at where a resource itself is the symptom: the processes of a host, what fills its disk, who
/// holds the connections of a database.
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
                    if (!scene.troubled(host, CPU, MEMORY).isEmpty() && !isListed(scene, host))
                        looks.add(new Look(PROCESSES, Value.fields("host", host)));
                    if (!scene.troubled(host, DISK_SPACE).isEmpty() && !isMeasured(scene, host))
                        looks.add(new Look(DISKS, Value.fields("host", host)));
                });
        scene.affected().stream()
                .filter(name -> scene.kindOf(name) == Scene.Kind.DATABASE)
                .filter(database -> !scene.troubled(database, CONNECTIONS).isEmpty() && !isCounted(scene, database))
                .limit(MOST_HOSTS)
                .forEach(database -> looks.add(new Look(CLIENTS, Value.fields("database", database))));
        looks.removeIf(look -> possible.stream().map(Operation::name).noneMatch(look.operation()::equals));
        return looks;
    }

    private static boolean isListed(Scene scene, String host) {
        return scene.inventory().processTables().stream()
                .anyMatch(table -> table.host().equals(host));
    }

    private static boolean isCounted(Scene scene, String database) {
        return scene.inventory().databases().stream()
                .anyMatch(counted -> counted.name().equals(database));
    }

    private static boolean isMeasured(Scene scene, String host) {
        return scene.inventory().volumes().stream()
                .anyMatch(volume -> volume.host().equals(host));
    }
}
