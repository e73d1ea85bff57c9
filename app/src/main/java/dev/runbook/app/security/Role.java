package dev.runbook.app.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;

/// What a person may do, from least to most: each role may do what those before it may.
public enum Role {
    /// Sees everything.
    VIEWER,
    /// Reports, comments, resolves and closes.
    RESPONDER,
    /// Decides about actions.
    APPROVER,
    /// Answers for the whole response: changes runbooks, and reads the record of access.
    COMMANDER,
    /// Everything, and decides who may what.
    ADMINISTRATOR;

    /// The name that accounts and the API use.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role with this [#key()].
    public static Optional<Role> ofKey(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }

    /// The roles among what Spring Security has granted.
    public static List<Role> held(Collection<? extends GrantedAuthority> granted) {
        return Arrays.stream(values())
                .filter(role ->
                        granted.stream().anyMatch(each -> role.authority().equals(each.getAuthority())))
                .toList();
    }

    /// The highest role among what Spring Security has granted; the least when there is none.
    public static Role highest(Collection<? extends GrantedAuthority> granted) {
        var held = granted.stream().map(GrantedAuthority::getAuthority).toList();
        return List.of(values()).reversed().stream()
                .filter(role -> held.contains(role.authority()))
                .findFirst()
                .orElse(VIEWER);
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
