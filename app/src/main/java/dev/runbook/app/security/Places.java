package dev.runbook.app.security;

import java.util.Optional;

/// Says what an incident is about. Safe for use by many threads.
@FunctionalInterface
public interface Places {

    /// @param incident as an address names it
    /// @return empty when there is no such incident
    Optional<Reach.Place> of(String incident);
}
