package dev.runbook.app.security;

import dev.runbook.app.security.Account.Standing;
import dev.runbook.app.security.SecurityTrail.Act;
import dev.runbook.core.value.Digest;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Changes accounts and tokens for whoever may. Everything is noted before it is done. Safe for use by many
/// threads.
public final class People {

    private static final int SHORTEST_PASSWORD = 12;

    /// What bcrypt looks at.
    private static final int LONGEST_PASSWORD_BYTES = 72;

    private final Accounts accounts;
    private final PasswordEncoder encoder;
    private final SecurityTrail trail;
    private final Secrets secrets;
    private final InstantSource clock;

    /// @param random a `SecureRandom` outside of tests
    public People(
            Accounts accounts,
            PasswordEncoder encoder,
            SecurityTrail trail,
            RandomGenerator random,
            InstantSource clock) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.trail = trail;
        this.secrets = new Secrets(random);
        this.clock = clock;
    }

    /// What became of a wish.
    public sealed interface Result {
        /// It was done.
        ///
        /// @param secret the password or token that was made, to be shown once; empty when none was
        record Done(String secret) implements Result {
            @Override
            public String toString() {
                return "Done";
            }
        }

        /// It was not done.
        ///
        /// @param reason a sentence that names the thing and says what to do
        record Refused(String reason) implements Result {}
    }

    private static final Result DONE = new Result.Done("");

    public List<Account> all() {
        return accounts.all();
    }

    public Optional<Account> find(String name) {
        return accounts.find(name);
    }

    /// All tokens of a person, oldest first.
    public List<AccessToken> tokens(String name) {
        return accounts.tokens(name);
    }

    /// Whether a token counts now.
    public boolean counts(AccessToken token) {
        return token.counts(clock.instant());
    }

    /// Adds a person with a one-time password.
    public Result add(String name, String displayName, Role role, Reach reach, String by) {
        if (!Account.isName(name))
            return new Result.Refused("'" + name
                    + "' is no login name: write up to 64 lower-case letters, digits, dots, dashes and underscores");
        if (accounts.find(name).isPresent()) return taken(name);
        var password = secrets.password();
        var account = new Account(name, displayName, hash(password), role, Standing.MUST_CHANGE_PASSWORD, reach);
        trail.note(Act.ACCOUNT_ADDED, by, name, role.key() + ", " + reach.display());
        return accounts.add(account) ? new Result.Done(password) : taken(name);
    }

    private static Result taken(String name) {
        return new Result.Refused("there is an account '" + name + "' already; choose another name");
    }

    /// Gives a person another role and reach.
    public Result allow(String name, Role role, Reach reach, String by) {
        return of(name, by, account -> {
            if (role != Role.ADMINISTRATOR && isLastAdministrator(account)) return lastAdministrator(name);
            trail.note(
                    Act.ACCOUNT_CHANGED,
                    by,
                    name,
                    account.role().key() + ", " + account.reach().display() + " becomes " + role.key() + ", "
                            + reach.display());
            accounts.change(account.allowed(role, reach));
            return DONE;
        });
    }

    /// Ends an account; what it did stays under its name, so the name is not given again.
    public Result close(String name, String by) {
        return of(name, by, account -> {
            if (isLastAdministrator(account)) return lastAdministrator(name);
            trail.note(Act.ACCOUNT_CHANGED, by, name, "closed");
            accounts.change(account.standing(Standing.CLOSED));
            return DONE;
        });
    }

    /// Lets a closed account be used again.
    public Result reopen(String name, String by) {
        return of(name, by, account -> {
            trail.note(Act.ACCOUNT_CHANGED, by, name, "opened again");
            accounts.change(account.standing(Standing.ACTIVE));
            return DONE;
        });
    }

    /// Gives a person a one-time password.
    public Result reset(String name, String by) {
        return of(name, by, account -> {
            if (account.isElsewhere()) return noPassword(name);
            var password = secrets.password();
            trail.note(Act.PASSWORD_CHANGED, by, name, "a one-time password");
            accounts.change(account.withPassword(hash(password), Standing.MUST_CHANGE_PASSWORD));
            return new Result.Done(password);
        });
    }

    private interface Change {
        Result on(Account account);
    }

    /// Nobody changes their own account this way.
    private Result of(String name, String by, Change change) {
        if (name.equals(by))
            return new Result.Refused("'" + name + "' is your own account; another administrator must change it");
        return accounts.find(name)
                .map(change::on)
                .orElseGet(() -> new Result.Refused("there is no account '" + name + "'"));
    }

    private boolean isLastAdministrator(Account account) {
        return account.role() == Role.ADMINISTRATOR
                && accounts.all().stream()
                        .noneMatch(other -> !other.name().equals(account.name())
                                && other.role() == Role.ADMINISTRATOR
                                && !other.isClosed());
    }

    private static Result lastAdministrator(String name) {
        return new Result.Refused("'" + name + "' is the last administrator; make another one first");
    }

    private static Result noPassword(String name) {
        return new Result.Refused("'" + name + "' signs in with the identity provider and has no password here");
    }

    /// Changes one's own password.
    public Result changePassword(String name, String old, String password) {
        var account = accounts.find(name).orElseThrow();
        if (account.isElsewhere()) return noPassword(name);
        if (!encoder.matches(old, account.passwordHash()))
            return new Result.Refused("the present password is another one");
        if (password.length() < SHORTEST_PASSWORD)
            return new Result.Refused("a password has at least " + SHORTEST_PASSWORD + " characters");
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD_BYTES)
            return new Result.Refused("a password has at most " + LONGEST_PASSWORD_BYTES + " bytes");
        if (password.equals(old)) return new Result.Refused("the new password is the old one");
        trail.note(Act.PASSWORD_CHANGED, name, name, "");
        accounts.change(account.withPassword(hash(password), Standing.ACTIVE));
        return DONE;
    }

    /// Makes a token that acts for a person.
    ///
    /// @param lasting how long it counts
    public Result issue(String name, String label, Role atMost, Duration lasting) {
        return issue(name, label, atMost, clock.instant().plus(lasting));
    }

    /// The same for whoever asks with a token: theirs ends no later than that one.
    public Result issue(String name, String label, Role atMost, Duration lasting, HttpServletRequest request) {
        var end = clock.instant().plus(lasting);
        var latest = TokenSignIn.digest(request)
                .flatMap(digest -> accounts.tokens(name).stream()
                        .filter(one -> one.digest().equals(digest))
                        .flatMap(one -> one.expiresAt().stream())
                        .findFirst());
        return issue(
                name, label, atMost, latest.filter(last -> last.isBefore(end)).orElse(end));
    }

    private Result issue(String name, String label, Role atMost, Instant end) {
        if (label.isBlank()) return new Result.Refused("say what the token is for");
        var token = secrets.token();
        trail.note(Act.TOKEN_ISSUED, name, label, "as " + atMost.key() + " until " + end);
        accounts.issue(new AccessToken(
                Digest.of(token), name, label, clock.instant(), Optional.of(end), Optional.of(atMost), false));
        return new Result.Done(token);
    }

    /// Ends a token.
    public Result revoke(String name, Digest token, String by) {
        var label = accounts.tokens(name).stream()
                .filter(one -> one.digest().equals(token))
                .findFirst();
        if (label.isEmpty()) return new Result.Refused("'" + name + "' has no such token");
        trail.note(Act.TOKEN_REVOKED, by, name, label.get().label());
        accounts.revoke(name, token, clock.instant());
        return DONE;
    }

    /// Takes in somebody whom the identity provider knows, as what it says now.
    ///
    /// @param identity who they are there: the provider and its name for them
    /// @return empty when the name belongs to somebody else, or the account is closed
    public Optional<Account> welcome(String name, String displayName, String identity, Role role) {
        var hash = Account.ELSEWHERE + identity;
        var known = accounts.find(name);
        if (known.isEmpty()) {
            var fresh = new Account(name, displayName, hash, role);
            trail.note(Act.ACCOUNT_ADDED, name, name, role.key() + ", by the identity provider");
            return accounts.add(fresh) ? Optional.of(fresh) : Optional.empty();
        }
        var account = known.get();
        if (!account.passwordHash().equals(hash) || account.isClosed()) return Optional.empty();
        if (account.role() == role) return known;
        trail.note(
                Act.ACCOUNT_CHANGED,
                name,
                name,
                account.role().key() + " becomes " + role.key() + ", by the identity provider");
        var changed = account.allowed(role, account.reach());
        accounts.change(changed);
        return Optional.of(changed);
    }

    private String hash(String password) {
        var hash = encoder.encode(password);
        if (hash == null) throw new IllegalStateException("the password encoder gave nothing");
        return hash;
    }
}
