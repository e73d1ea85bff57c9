package dev.runbook.app.server;

import dev.runbook.app.assembly.Assembly;
import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.config.WebServer;
import dev.runbook.app.security.FirstAccounts;
import dev.runbook.app.security.IdentityProvider;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.Pace;
import dev.runbook.store.accounts.AccountStore;
import dev.runbook.store.database.WriteCheck;
import dev.runbook.store.journal.IncidentFigures;
import dev.runbook.store.security.SecurityLog;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
    /// @throws RuntimeException when a setting, the data folder, the database or the port cannot be used, with
    ///     the reason and what to do in its message
    public static Server start(Configuration configuration, InstantSource real) {
        return start(configuration, real, Assembly.Wrapping.NONE);
    }

    /// Starts everything with some parts wrapped, for tests.
    public static Server start(Configuration configuration, InstantSource real, Assembly.Wrapping wrapping) {
        WebServer.check(configuration.bind(), configuration.port());
        // Making or recovering the database takes about as long as making the web surface.
        var base = new FutureTask<>(() -> Base.open(configuration, real, wrapping));
        Thread.ofPlatform().name("base").start(base);
        try {
            var web = WebServer.start(
                    new WebServer.Parts(
                            () -> backend(opened(base)),
                            () -> opened(base).accounts(),
                            () -> opened(base).trail(),
                            identity(configuration),
                            IdentityProvider.publicUrl(configuration.integrations()),
                            real),
                    configuration.bind(),
                    configuration.port());
            return together(base, web);
        } catch (RuntimeException e) {
            // Where the base failed, that is thrown instead: the web surface fails for the same reason.
            opened(base).assembly().close();
            throw e;
        }
    }

    private static Optional<IdentityProvider> identity(Configuration configuration) {
        return IdentityProvider.read(configuration.integrations()) instanceof IdentityProvider.Reading.Given(var given)
                ? Optional.of(given)
                : Optional.empty();
    }

    private static Server together(FutureTask<Base> base, WebServer web) {
        try {
            var opened = opened(base);
            opened.assembly().start();
            return new Server(opened.assembly(), web, opened.created());
        } catch (RuntimeException e) {
            web.close();
            throw e;
        }
    }

    /// Waits for the base.
    private static Base opened(FutureTask<Base> base) {
        try {
            return base.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) throw fault;
            throw new IllegalStateException("the system cannot be opened: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    /// What the web surface stands on.
    private record Base(
            Assembly assembly,
            CallLog calls,
            StoredAccounts accounts,
            StoredTrail trail,
            List<FirstAccounts.Created> created) {
        static Base open(Configuration configuration, InstantSource real, Assembly.Wrapping wrapping)
                throws InterruptedException {
            var calls = new CallLog(real);
            var assembly = Assembly.open(
                    configuration,
                    real,
                    new Assembly.Wrapping(
                            wrapping.journal(),
                            provider -> calls.around(wrapping.provider().apply(provider))));
            try {
                var accounts = new StoredAccounts(
                        new AccountStore(assembly.store().database().bounded()));
                var encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
                var created = new FirstAccounts(accounts, encoder, new SecureRandom(), real)
                        .ensure(configuration.allMock(), configuration.data());
                var trail = new StoredTrail(
                        new SecurityLog(assembly.store().database().bounded()), real);
                trail.noteConfiguration(new StoredSetup(assembly).inOneLine());
                return new Base(assembly, calls, accounts, trail, created);
            } catch (RuntimeException e) {
                assembly.close();
                throw e;
            }
        }
    }

    private static Backend backend(Base base) {
        var assembly = base.assembly();
        var index = new StoredIndex(
                assembly.lines(),
                new IncidentFigures(assembly.store().database().bounded()),
                assembly.alerts());
        return new Backend(
                assembly.desk(),
                assembly.store().journal(),
                index,
                new StoredChanges(assembly.feed()),
                assembly.library(),
                new LibraryWorkshop(assembly, InstantSource.system()),
                assembly.integrations(),
                new StoredSetup(assembly),
                new Integrations(assembly.integrations(), base.calls()),
                new ScenarioStage(assembly.scenarios()),
                new Pace(assembly.clock(), assembly.configuration().speed()),
                assembly.dryRun(),
                assembly.recorder(),
                assembly.store().effects(),
                assembly.store().effects(),
                assembly.vendors().webhooks(assembly.intake()),
                assembly.intake(),
                assembly.alerts(),
                assembly.chat(),
                new StoredVitals(
                        new WriteCheck(assembly.store().database().bounded()),
                        space(assembly.configuration()),
                        InstantSource.system()));
    }

    /// Where the embedded database writes; another may be on any machine.
    private static Optional<FreeSpace> space(Configuration configuration) {
        return configuration.databaseUrl().isEmpty()
                ? Optional.of(FreeSpace.of(configuration.data()))
                : Optional.empty();
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
