package dev.runbook.integrations.estate;

import java.util.List;
import java.util.Optional;

/// A program that answers requests, on one or more hosts; without hosts it is somebody else's.
///
/// @param version the version that runs when the scenario starts
/// @param previousVersion the version before it, where there was one
/// @param process the name its process has in a process list
/// @param team who owns it
/// @param usual how it is when nothing is wrong
public record Service(
        String name,
        List<String> hosts,
        String region,
        String version,
        Optional<String> previousVersion,
        int replicas,
        String process,
        String team,
        Load usual)
        implements Component {

    public Service {
        hosts = List.copyOf(hosts);
        if (replicas < 1)
            throw new IllegalArgumentException("service '" + name + "' needs at least one replica, has " + replicas);
    }

    /// Whether it runs outside the company, where nobody can restart it.
    public boolean external() {
        return hosts.isEmpty();
    }

    /// What a service does in its ordinary hours.
    ///
    /// @param requestsPerSecond of each replica
    /// @param latencyMs the 95th percentile
    /// @param errorPercent of all requests
    /// @param cpuPercent of each of its hosts
    /// @param memoryPercent of each of its hosts
    public record Load(
            double requestsPerSecond, double latencyMs, double errorPercent, double cpuPercent, double memoryPercent) {}
}
