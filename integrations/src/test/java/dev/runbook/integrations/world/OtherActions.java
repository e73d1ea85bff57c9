package dev.runbook.integrations.world;

import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.scenario.Expected;
import dev.runbook.integrations.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/// Everything somebody could do to an estate that is no cure of its faults.
final class OtherActions {

    private OtherActions() {}

    static List<Expected.Action> of(Scenario scenario) {
        var estate = scenario.estate();
        var all = new ArrayList<Expected.Action>();
        for (var service : estate.services()) {
            for (var host : service.hosts())
                add(all, "restart_service", Value.fields("host", host, "service", service.name()));
            add(all, "scale_service", Value.fields("service", service.name(), "replicas", service.replicas() + 1));
            all.add(new Expected.Action(
                    new OperationName(Capability.DEPLOYMENTS, "rollback_deployment"),
                    Value.fields("service", service.name())));
            for (var link : estate.links())
                add(all, "reroute_traffic", Value.fields("service", service.name(), "avoid", link.name()));
        }
        for (var database : estate.databases())
            for (var client : database.clients().keySet())
                add(all, "terminate_connections", Value.fields("database", database.name(), "application", client));
        for (var volume : estate.volumes())
            for (var folder : volume.folders())
                add(all, "clean_disk", Value.fields("host", volume.host(), "path", folder.path()));
        for (var host : estate.hosts()) add(all, "reboot_host", Value.fields("host", host.name()));
        return all.stream().filter(action -> !cures(scenario, action)).toList();
    }

    private static void add(List<Expected.Action> all, String method, Value.Fields parameters) {
        all.add(new Expected.Action(new OperationName(Capability.COMPUTE, method), parameters));
    }

    private static boolean cures(Scenario scenario, Expected.Action action) {
        return scenario.faults().stream()
                .flatMap(fault -> fault.cures(scenario.estate()).stream())
                .anyMatch(cure -> cure.deeds().size() == 1
                        && cure.deeds().getFirst().isDoneBy(action.operation(), action.parameters()));
    }
}
