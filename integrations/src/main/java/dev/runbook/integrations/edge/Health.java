package dev.runbook.integrations.edge;

import java.time.Instant;
import java.util.Optional;

/// How it goes with a vendor, for the settings page.
///
/// @param circuit whether calls pass
/// @param answeredAt when it last answered; empty when it has not since the start
/// @param fault what was last wrong with it, for people; empty when nothing was
/// @param faultAt when that was
public record Health(
        CircuitBreaker.State circuit, Optional<Instant> answeredAt, Optional<String> fault, Optional<Instant> faultAt) {

    /// Nothing is known yet.
    static final Health UNKNOWN =
            new Health(new CircuitBreaker.Closed(0), Optional.empty(), Optional.empty(), Optional.empty());
}
