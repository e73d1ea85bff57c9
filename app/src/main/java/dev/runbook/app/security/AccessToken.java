package dev.runbook.app.security;

import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.Optional;

/// A token that acts for a person.
///
/// @param digest of the token; the token itself is never kept
/// @param label what it is for
/// @param expiresAt empty for one that does not expire
/// @param atMost the highest role with which it acts; that of its operator when empty
/// @param revoked whether somebody ended it
public record AccessToken(
        Digest digest,
        String operator,
        String label,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Role> atMost,
        boolean revoked) {

    /// Whether it counts at this time.
    public boolean counts(Instant now) {
        return !revoked && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
    }
}
