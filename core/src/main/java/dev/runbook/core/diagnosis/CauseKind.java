package dev.runbook.core.diagnosis;

import dev.runbook.core.incident.Category;

/// What kind of thing went wrong. Operations declare which kinds they can cure.
public enum CauseKind {
    RUNAWAY_PROCESS("a process or service that uses up the processor", Category.COMPUTE),
    TRAFFIC_SURGE("more traffic than there is capacity for", Category.COMPUTE),
    MEMORY_LEAK("memory that is never given back", Category.MEMORY),
    DISK_FULL("a disk that is full or filling", Category.STORAGE),
    DATABASE_CONNECTIONS("database connections that are used up", Category.DATABASE),
    DATABASE_SLOW("a database that answers slowly: locks, missing indexes, replication", Category.DATABASE),
    BAD_DEPLOYMENT("a release that made things worse", Category.DEPLOYMENT),
    CONFIGURATION_CHANGE("a configuration change that made things worse", Category.DEPLOYMENT),
    NETWORK_DEGRADATION("a network path that is slow or loses packets", Category.NETWORK),
    DEPENDENCY_FAILURE("a dependency that is down or failing", Category.APPLICATION),
    APPLICATION_FAULT("a fault of the application itself", Category.APPLICATION),
    CREDENTIALS("an expired or refused certificate, key or permission", Category.SECURITY),
    UNKNOWN("an unknown cause", Category.UNKNOWN);

    private final String description;
    private final Category category;

    CauseKind(String description, Category category) {
        this.description = description;
        this.category = category;
    }

    /// In words, with its article.
    public String description() {
        return description;
    }

    /// The category of incident that such a cause makes.
    public Category category() {
        return category;
    }
}
