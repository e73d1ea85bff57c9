package dev.runbook.app.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person may do, from least to most: each role may do what those before it may.
public enum Role {
    /// Sees everything.
    VIEWER,
    /// Reports, comments, resolves and closes.
    RESPONDER,
    /// Decides about actions.
    APPROVER,
    /// Everything.
    ADMINISTRATOR;

    /// The name that accounts and the API use.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role with this [#key()].
    public static Optional<Role> ofKey(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }

    /// This role and all that it includes.
    List<Role> included() {
        return Arrays.stream(values()).filter(role -> role.compareTo(this) <= 0).toList();
    }

    /// What Spring Security calls it.
    String authority() {
        return "ROLE_" + name();
    }
}
