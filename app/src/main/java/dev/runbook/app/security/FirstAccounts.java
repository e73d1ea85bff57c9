package dev.runbook.app.security;

import dev.runbook.core.value.Digest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Makes the accounts that a new system begins with, and keeps a token for each in the data folder, so that the
/// command line on the same machine can act for them.
///
/// Whoever can read the data folder holds the database anyway.
public final class FirstAccounts {

    /// A critical action needs two approvers, and whoever reports is neither: so there are three.
    private static final List<Person> DEMO = List.of(
            new Person("ann", "Ann (demo)", Role.APPROVER),
            new Person("bob", "Bob (demo)", Role.APPROVER),
            new Person("cleo", "Cleo (demo)", Role.APPROVER),
            new Person("eve", "Eve (demo)", Role.VIEWER));
    private static final List<Person> LIVE = List.of(new Person("admin", "Administrator", Role.ADMINISTRATOR));

    private final Accounts accounts;
    private final PasswordEncoder encoder;
    private final Secrets secrets;
    private final InstantSource clock;

    private record Person(String name, String displayName, Role role) {}

    /// A new account with its password, to be shown once.
    public record Created(String name, Role role, String password) {
        @Override
        public String toString() {
            return "Created[" + name + ", " + role.key() + "]";
        }
    }

    /// @param random a `SecureRandom` outside of tests
    public FirstAccounts(Accounts accounts, PasswordEncoder encoder, RandomGenerator random, InstantSource clock) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.secrets = new Secrets(random);
        this.clock = clock;
    }

    /// Makes the first accounts if there is none, and sees to it that each of them has a working token on file.
    ///
    /// @param demo whether named demo operators are wanted instead of one administrator
    /// @param data the data folder
    /// @return the accounts that were made; empty at every start but the first
    public List<Created> ensure(boolean demo, Path data) {
        var people = demo ? DEMO : LIVE;
        var created = new ArrayList<Created>();
        var standing = demo ? Account.Standing.ACTIVE : Account.Standing.MUST_CHANGE_PASSWORD;
        if (accounts.none()) for (var person : people) create(person, standing, created);
        var files = new TokenFiles(data);
        for (var person : people) if (accounts.find(person.name()).isPresent()) ensureToken(person, files);
        files.read(people.getFirst().name()).ifPresent(files::writeDefault);
        return List.copyOf(created);
    }

    private void create(Person person, Account.Standing standing, List<Created> created) {
        var password = secrets.password();
        var account = new Account(
                person.name(), person.displayName(), encode(password), person.role(), standing, Reach.EVERYWHERE);
        if (accounts.add(account)) created.add(new Created(person.name(), person.role(), password));
    }

    private String encode(String password) {
        var hash = encoder.encode(password);
        if (hash == null) throw new IllegalStateException("the password encoder gave nothing");
        return hash;
    }

    private void ensureToken(Person person, TokenFiles files) {
        var known = files.read(person.name())
                .flatMap(token -> accounts.holder(Digest.of(token), clock.instant()))
                .filter(holder -> holder.name().equals(person.name()));
        if (known.isPresent()) return;
        var token = secrets.token();
        accounts.issue(new AccessToken(
                Digest.of(token),
                person.name(),
                "command line on the server",
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                false));
        files.write(person.name(), token);
    }
}
