package dev.runbook.app.security;

import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The people who may sign in, and the tokens that act for them. Safe for use by many threads; throws
/// [org.springframework.dao.DataAccessException] when the place that keeps them fails.
public interface Accounts {

    /// Whether there is no account at all.
    boolean none();

    /// Everybody, in the order of names.
    List<Account> all();

    Optional<Account> find(String name);

    /// Adds an account.
    ///
    /// @return whether it was added; not when the name is taken
    boolean add(Account account);

    /// Changes everything of an account but the name.
    ///
    /// @return whether there is such an account
    boolean change(Account account);

    /// The lists that a person keeps, in the order of names.
    List<SavedView> views(String operator);

    /// Keeps a list for a person, in the place of one of the same name.
    ///
    /// @return whether it is kept; not when it would be one more than [SavedView#MOST]
    boolean keepView(String operator, SavedView view);

    /// Keeps a list no longer.
    void forgetView(String operator, String name);

    /// Lets a token act for a person.
    void issue(AccessToken token);

    /// All tokens of a person, oldest first.
    List<AccessToken> tokens(String operator);

    /// Ends a token of a person.
    ///
    /// @return whether it was theirs and had not been revoked before
    boolean revoke(String operator, Digest token, Instant now);

    /// The person for whom a token acts now, with the role that it acts with; empty when it is unknown,
    /// revoked or has expired, or the account is closed.
    Optional<Account> holder(Digest token, Instant now);
}
