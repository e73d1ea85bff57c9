package dev.runbook.app.security;

import java.util.regex.Pattern;

/// A person who may sign in.
///
/// @param name the login name
/// @param displayName for people
/// @param passwordHash with the name of its algorithm in front: `{bcrypt}…`; of somebody who signs in
///     elsewhere, [#ELSEWHERE] and who they are there
/// @param role the highest role the person has
/// @param standing whether and how the account can be used
/// @param reach where the person may act
public record Account(String name, String displayName, String passwordHash, Role role, Standing standing, Reach reach) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.@-]{0,63}");

    /// What stands before the identity of somebody who signs in with an identity provider.
    public static final String ELSEWHERE = "{oidc}";

    /// Whether and how an account can be used.
    public enum Standing {
        /// It can.
        ACTIVE,
        /// It can, to change its one-time password.
        MUST_CHANGE_PASSWORD,
        /// It cannot.
        CLOSED
    }

    public Account {
        if (!isName(name)) throw new IllegalArgumentException("not a login name: " + name);
        if (!passwordHash.startsWith("{")) throw new IllegalArgumentException("a password hash names its algorithm");
    }

    /// An account that can be used everywhere.
    public Account(String name, String displayName, String passwordHash, Role role) {
        this(name, displayName, passwordHash, role, Standing.ACTIVE, Reach.EVERYWHERE);
    }

    /// Whether this can be a login name: up to 64 lower-case letters, digits and `_ . @ -`.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// Whether the person signs in with an identity provider.
    public boolean isElsewhere() {
        return passwordHash.startsWith(ELSEWHERE);
    }

    public boolean isClosed() {
        return standing == Standing.CLOSED;
    }

    Account withPassword(String hash, Standing then) {
        return new Account(name, displayName, hash, role, then, reach);
    }

    Account standing(Standing other) {
        return new Account(name, displayName, passwordHash, role, other, reach);
    }

    Account allowed(Role otherRole, Reach otherReach) {
        return new Account(name, displayName, passwordHash, otherRole, standing, otherReach);
    }

    /// The same person with no more than this role.
    public Account atMost(Role most) {
        return role.compareTo(most) <= 0 ? this : allowed(most, reach);
    }

    @Override
    public String toString() {
        return "Account[" + name + ", " + role.key() + ", " + standing + "]";
    }
}
