package dev.runbook.integrations.estate;

/// A machine.
///
/// @param role what it is for, such as `web` or `batch`
public record Host(String name, String region, int cpus, String role) implements Component {
    public Host {
        if (cpus < 1) throw new IllegalArgumentException("host '" + name + "' needs at least one cpu, has " + cpus);
    }
}
