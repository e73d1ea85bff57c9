package dev.runbook.integrations.estate;

import java.util.Map;
import java.util.TreeMap;

/// A database server on a host.
///
/// @param latencyMs the 95th percentile of its queries when nothing is wrong
/// @param clients how many connections each application usually holds
public record Database(
        String name, String host, String engine, int maxConnections, double latencyMs, Map<String, Integer> clients)
        implements Component {
    public Database {
        clients = java.util.Collections.unmodifiableMap(new TreeMap<>(clients));
        int used = clients.values().stream().mapToInt(Integer::intValue).sum();
        if (used >= maxConnections)
            throw new IllegalArgumentException("database '" + name + "' takes " + maxConnections
                    + " connections, but its clients usually hold " + used);
    }

    /// How many connections are usually held by all clients together.
    public int usualConnections() {
        return clients.values().stream().mapToInt(Integer::intValue).sum();
    }
}
