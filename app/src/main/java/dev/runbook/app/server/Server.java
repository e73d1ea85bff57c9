package dev.runbook.app.server;

import dev.runbook.app.assembly.Assembly;
import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.config.WebServer;
import dev.runbook.app.security.FirstAccounts;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.Pace;
import dev.runbook.store.accounts.AccountStore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/// A running server: database, engine and web surface. Closing undoes what starting did, in reverse.
public final class Server implements AutoCloseable {

    private final Assembly assembly;
    private final WebServer web;
    private final List<FirstAccounts.Created> created;

    private Server(Assembly assembly, WebServer web, List<FirstAccounts.Created> created) {
        this.assembly = assembly;
        this.web = web;
        this.created = created;
    }

    /// Starts everything; when this returns, the first page is served and incidents are driven.
    ///
    /// @throws RuntimeException when a setting, the data folder, the database or the port cannot be used, with the
    ///     reason and what to do in its message
    public static Server start(Configuration configuration, InstantSource real) throws InterruptedException {
        return start(configuration, real, Assembly.Wrapping.NONE);
    }

    /// Starts everything with some parts wrapped, for tests.
    public static Server start(Configuration configuration, InstantSource real, Assembly.Wrapping wrapping)
            throws InterruptedException {
        WebServer.check(configuration.bind(), configuration.port());
        var assembly = Assembly.open(configuration, real, wrapping);
        try {
            var accounts = new StoredAccounts(
                    new AccountStore(assembly.store().database().dataSource()));
            var created = new FirstAccounts(
                            accounts,
                            PasswordEncoderFactories.createDelegatingPasswordEncoder(),
                            new SecureRandom(),
                            real)
                    .ensure(configuration.allMock(), configuration.data());
            var web = WebServer.start(
                    new WebServer.Parts(backend(assembly), accounts, real), configuration.bind(), configuration.port());
            assembly.start();
            return new Server(assembly, web, created);
        } catch (RuntimeException e) {
            assembly.close();
            throw e;
        }
    }

    private static Backend backend(Assembly assembly) {
        return new Backend(
                assembly.desk(),
                assembly.store().journal(),
                new StoredIndex(assembly.lines()),
                new StoredChanges(assembly.feed()),
                assembly.library(),
                assembly.integrations(),
                new ScenarioStage(assembly.scenarios()),
                new Pace(assembly.clock(), assembly.configuration().speed()));
    }

    /// Where the pages are.
    public URI address() {
        return web.address();
    }

    /// The accounts that were made at this start, with their passwords, to be shown once.
    public List<FirstAccounts.Created> created() {
        return created;
    }

    public Assembly assembly() {
        return assembly;
    }

    @Override
    public void close() {
        web.close();
        assembly.close();
    }
}
