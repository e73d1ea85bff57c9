package dev.runbook.store.accounts;

import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.Optional;

/// A token that acts for an operator.
///
/// @param digest of the token; the token itself is never kept
/// @param label what it is for, in the operator's words
/// @param expiresAt empty for one that does not expire
/// @param revokedAt empty while it is not revoked
/// @param role the highest role with which it acts; that of its operator when empty
public record ApiToken(
        Digest digest,
        String operator,
        String label,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<String> role) {

    /// A token that may whatever its operator may.
    public ApiToken(
            Digest digest,
            String operator,
            String label,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt) {
        this(digest, operator, label, createdAt, expiresAt, revokedAt, Optional.empty());
    }

    /// Whether it counts at this time.
    public boolean isValid(Instant now) {
        return revokedAt.isEmpty()
                && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
    }
}
