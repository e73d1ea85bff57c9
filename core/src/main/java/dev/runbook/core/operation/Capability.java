package dev.runbook.core.operation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an integration can be asked to do. The name in lower case is what a runbook writes after
/// `integration:`.
public enum Capability {
    /// Alerts, metrics, logs, who calls whom.
    MONITORING,
    /// Hosts, services, processes, databases.
    COMPUTE,
    /// Incidents and change requests of a service desk.
    TICKETING,
    /// Who is on call, and waking them.
    PAGING,
    /// Issues and follow-ups.
    ISSUE_TRACKING,
    /// Messages to people.
    CHAT,
    /// Releases: what was deployed, and taking it back.
    DEPLOYMENTS,
    /// Incidents of the past that people confirmed.
    MEMORY,
    /// Pages that people wrote.
    KNOWLEDGE;

    /// The name that runbooks use, such as `issue_tracking`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The capability with this [#key()].
    public static Optional<Capability> ofKey(String key) {
        return Arrays.stream(values()).filter(c -> c.key().equals(key)).findFirst();
    }
}
