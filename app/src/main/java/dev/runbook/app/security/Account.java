package dev.runbook.app.security;

import java.util.regex.Pattern;

/// A person who may sign in.
///
/// @param name the login name
/// @param displayName for people
/// @param passwordHash with the name of its algorithm in front: `{bcrypt}…`
/// @param role the highest role the person has
public record Account(String name, String displayName, String passwordHash, Role role) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.@-]{0,63}");

    public Account {
        if (!isName(name)) throw new IllegalArgumentException("not a login name: " + name);
        if (!passwordHash.startsWith("{")) throw new IllegalArgumentException("a password hash names its algorithm");
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public String toString() {
        return "Account[" + name + ", " + role.key() + "]";
    }
}
