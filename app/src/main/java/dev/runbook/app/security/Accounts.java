package dev.runbook.app.security;

import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.Optional;

/// The people who may sign in, and the tokens that act for them. Safe for use by many threads.
public interface Accounts {

    /// Whether there is no account at all.
    boolean none();

    Optional<Account> find(String name);

    /// Adds an account.
    ///
    /// @return whether it was added; not when the name is taken
    boolean add(Account account);

    /// Lets a token act for a person.
    ///
    /// @param token the digest of the token; the token itself is never kept
    /// @param label what it is for
    void issue(String operator, Digest token, String label, Instant at);

    /// The person for whom a token acts now; empty when it is unknown, revoked or has expired.
    Optional<Account> holder(Digest token, Instant now);
}
