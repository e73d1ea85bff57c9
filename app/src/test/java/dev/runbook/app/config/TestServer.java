package dev.runbook.app.config;

import dev.runbook.app.security.Account;
import dev.runbook.app.security.MemoryAccounts;
import dev.runbook.app.security.Role;
import dev.runbook.app.security.SecurityConfiguration;
import dev.runbook.app.web.SmallSystem;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import org.springframework.context.ApplicationContext;

/// The real server on a free port, around a [SmallSystem]; one for all tests, since it is slow to start. Its
/// operators are ann and bob (approvers), rob (responder) and eve (viewer); `password of ann` signs ann in, the
/// token `ann` acts for her.
public final class TestServer {

    private static final TestServer SHARED = new TestServer();

    public final SmallSystem system = new SmallSystem();
    private final WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestServer() {
        var accounts = new MemoryAccounts();
        add(accounts, "ann", Role.APPROVER);
        add(accounts, "bob", Role.APPROVER);
        add(accounts, "rob", Role.RESPONDER);
        add(accounts, "eve", Role.VIEWER);
        server = WebServer.start(
                new WebServer.Parts(system::backend, () -> accounts, InstantSource.system()), "127.0.0.1", 0);
    }

    private static void add(MemoryAccounts accounts, String name, Role role) {
        var hash = String.valueOf(SecurityConfiguration.passwords().encode("password of " + name));
        accounts.add(new Account(name, name, hash, role));
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
}
