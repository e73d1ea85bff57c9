package dev.runbook.store;

import dev.runbook.store.database.Database;
import dev.runbook.store.database.DatabaseUrl;
import dev.runbook.store.database.StoreException;
import dev.runbook.store.embedded.EmbeddedPostgres;
import dev.runbook.store.governor.PostgresEffects;
import dev.runbook.store.journal.PostgresJournal;
import dev.runbook.store.journal.Seals;
import dev.runbook.store.queue.IncidentQueue;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Optional;

/// Everything that outlives the process: the journal and the work queue on one PostgreSQL, embedded or outside.
/// Safe for use by many threads.
public final class Store implements AutoCloseable {

    /// Enough for the writer, the queue, the feed and a page's queries at once; more would only wait for the
    /// disk.
    private static final int CONNECTIONS = 12;

    private final Optional<EmbeddedPostgres> server;
    private final Database database;
    private final IncidentQueue queue;
    private final PostgresJournal journal;
    private final PostgresEffects effects;
    private final Seals seals;

    private Store(Optional<EmbeddedPostgres> server, Database database, StoreConfig config) {
        this.server = server;
        this.database = database;
        queue = new IncidentQueue(database.dataSource(), config.clock(), config.speed(), config.width());
        journal = new PostgresJournal(database.dataSource(), database.bounded(), queue);
        effects = new PostgresEffects(database.bounded());
        seals = new Seals(database.dataSource(), config.clock());
    }

    /// Starts or reaches the database, brings its tables up to date, and takes up what a killed process left.
    ///
    /// @throws StoreException when that cannot be done, with the reason and what to do in one line
    public static Store open(StoreConfig config) throws InterruptedException {
        if (config.url().isPresent())
            return new Store(
                    Optional.empty(),
                    Database.open(DatabaseUrl.parse(config.url().get()), CONNECTIONS),
                    config);
        var server = EmbeddedPostgres.start(config.data(), cache(), new SecureRandom());
        try {
            var database = Database.open(server.url(), CONNECTIONS);
            letGo(database);
            return new Store(Optional.of(server), database, config);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// The embedded database has one process at a time: whatever is still picked up there, nobody drives any
    /// more.
    private static void letGo(Database database) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update scheduled_tasks set picked = false, picked_by = null, version = version + 1 where picked");
        } catch (SQLException e) {
            throw new StoreException("the work queue cannot be taken up: " + e.getMessage(), e);
        }
    }

    private static Path cache() {
        var home = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return home.resolve("runbook");
    }

    public PostgresJournal journal() {
        return journal;
    }

    /// What all incidents have begun to do to the world, and the kill switch that stops them.
    public PostgresEffects effects() {
        return effects;
    }

    public IncidentQueue queue() {
        return queue;
    }

    /// What the journal was, time after time.
    public Seals seals() {
        return seals;
    }

    public Database database() {
        return database;
    }

    /// Lets the incidents that are being driven come to a pause, writes what is waiting, and stops the
    /// database.
    @Override
    public void close() {
        // Closes from last to first, all of them also when one fails.
        try (var _ = server.orElse(null);
                var _ = database;
                var _ = effects;
                var _ = seals;
                var _ = journal;
                var _ = queue) {}
    }
}
