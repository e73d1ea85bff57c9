package dev.runbook.integrations.world;

import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.estate.Database;
import dev.runbook.integrations.estate.Host;
import dev.runbook.integrations.estate.Link;
import dev.runbook.integrations.estate.Service;
import dev.runbook.integrations.fault.DependencyDown;

/// The state of a component in one word.
final class States {

    private States() {}

    static String of(Past past, Component component, double at, boolean faultsShow) {
        return switch (component) {
            case Host host ->
                past.busy(host.name(), at)
                                .filter(e -> e.operation().method().equals("reboot_host"))
                                .isPresent()
                        ? "rebooting"
                        : "running";
            case Service service when service.external() -> "external";
            case Service service when faultsShow && isDown(past, service, at) -> "down";
            case Service service
            when service.hosts().stream()
                    .anyMatch(h -> past.busy(service.name() + "@" + h, at).isPresent()) -> "restarting";
            case Service _ -> "running";
            case Database _ -> "running";
            case Link _ -> "up";
        };
    }

    private static boolean isDown(Past past, Service service, double at) {
        for (int i = 0; i < past.scenario().faults().size(); i++)
            if (past.scenario().faults().get(i) instanceof DependencyDown down
                    && down.component().equals(service.name())
                    && past.strength(i, at) > 0.5) return true;
        return false;
    }
}
