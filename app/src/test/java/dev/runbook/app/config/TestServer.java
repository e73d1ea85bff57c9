package dev.runbook.app.config;

import dev.runbook.app.security.Account;
import dev.runbook.app.security.MemoryAccounts;
import dev.runbook.app.security.MemoryTrail;
import dev.runbook.app.security.Reach;
import dev.runbook.app.security.Role;
import dev.runbook.app.security.SecurityConfiguration;
import dev.runbook.app.web.SmallSystem;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationContext;

/// The real server on a free port, around a [SmallSystem]; one for all tests, since it is slow to start. Its
/// operators are ada (administrator), cara (commander), ann and bob (approvers), lea (an approver of payments
/// alone), rob (responder) and eve (viewer); `password of ann` signs ann in, the token `ann` acts for her.
/// The token `late` was ann's.
public final class TestServer implements AutoCloseable {

    private static final TestServer SHARED = new TestServer(InstantSource.system());

    public final SmallSystem system = new SmallSystem();
    public final MemoryTrail trail = new MemoryTrail();
    public final MemoryAccounts accounts = new MemoryAccounts();
    private final WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /// @param wallClock the real time, for sessions and tokens
    TestServer(InstantSource wallClock) {
        add("ada", Role.ADMINISTRATOR, Reach.EVERYWHERE);
        add("cara", Role.COMMANDER, Reach.EVERYWHERE);
        add("ann", Role.APPROVER, Reach.EVERYWHERE);
        add("bob", Role.APPROVER, Reach.EVERYWHERE);
        add("lea", Role.APPROVER, new Reach(Set.of("pay*"), Set.of()));
        add("rob", Role.RESPONDER, Reach.EVERYWHERE);
        add("eve", Role.VIEWER, Reach.EVERYWHERE);
        accounts.expired("late", "ann");
        server = WebServer.start(
                new WebServer.Parts(
                        system::backend, () -> accounts, () -> trail, Optional.empty(), Optional.empty(), wallClock),
                "127.0.0.1",
                0);
    }

    private void add(String name, Role role, Reach reach) {
        var hash = String.valueOf(SecurityConfiguration.passwords().encode("password of " + name));
        accounts.add(new Account(name, name, hash, role, Account.Standing.ACTIVE, reach));
        accounts.letting(name, name);
    }

    public static TestServer shared() {
        return SHARED;
    }

    /// A client of nobody yet.
    public Caller caller() {
        return new Caller(client, address());
    }

    /// A client with the token of an operator.
    public Caller as(String operator) {
        return caller().withToken(operator);
    }

    public URI address() {
        return server.address();
    }

    public ApplicationContext context() {
        return server.context();
    }

    @Override
    public void close() {
        server.close();
    }
}
