package dev.runbook.store.accounts;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// A person who may sign in.
///
/// @param name the login name
/// @param displayName for people
/// @param passwordHash as the caller made it; never shown
/// @param roles by name; may be empty
/// @param standing whether and how the account can be used
/// @param services the services that it is limited to, as patterns; every one when empty
/// @param environments the environments that it is limited to, as patterns; every one when empty
public record OperatorAccount(
        String name,
        String displayName,
        String passwordHash,
        Set<String> roles,
        Standing standing,
        Set<String> services,
        Set<String> environments) {

    /// Whether and how an account can be used.
    public enum Standing {
        /// It can.
        ACTIVE,
        /// It can, to change its password.
        MUST_CHANGE_PASSWORD,
        /// It cannot.
        CLOSED
    }

    public OperatorAccount {
        if (name.isBlank()) throw new IllegalArgumentException("an operator needs a name");
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
        services = Collections.unmodifiableSet(new TreeSet<>(services));
        environments = Collections.unmodifiableSet(new TreeSet<>(environments));
    }

    /// An account that can be used everywhere.
    public OperatorAccount(String name, String displayName, String passwordHash, Set<String> roles) {
        this(name, displayName, passwordHash, roles, Standing.ACTIVE, Set.of(), Set.of());
    }

    @Override
    public String toString() {
        return "OperatorAccount[" + name + ", " + roles + ", " + standing + "]";
    }
}
