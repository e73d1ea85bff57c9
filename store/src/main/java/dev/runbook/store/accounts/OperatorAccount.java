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
public record OperatorAccount(String name, String displayName, String passwordHash, Set<String> roles) {
    public OperatorAccount {
        if (name.isBlank()) throw new IllegalArgumentException("an operator needs a name");
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }

    @Override
    public String toString() {
        return "OperatorAccount[" + name + ", " + roles + "]";
    }
}
