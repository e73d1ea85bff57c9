package dev.runbook.core.incident;

/// What kind of problem an incident is, by the part of the system that is in trouble.
public enum Category {
    /// Processor or scheduling: a host or service is starved of CPU.
    COMPUTE,
    /// Memory: leaks, swapping, out-of-memory kills.
    MEMORY,
    /// Disks and volumes: full, slow, read-only.
    STORAGE,
    /// Databases and their connections, locks and replication.
    DATABASE,
    /// Networks between hosts, zones and regions; DNS; load balancers.
    NETWORK,
    /// A release or a configuration change that made things worse.
    DEPLOYMENT,
    /// The application's own faults: errors, deadlocks, queues, certificates.
    APPLICATION,
    /// Access, credentials, attacks.
    SECURITY,
    /// Nothing fits well enough to say so.
    UNKNOWN
}
