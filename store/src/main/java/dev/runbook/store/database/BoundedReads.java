package dev.runbook.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Connections of a pool on which no answer is waited for longer than this: a database that hangs without dying fails
/// as one that is gone. Who asks right after somebody waited for a connection in vain is refused at once, since a page
/// asks several times. For what somebody waits for; not for what may rightly take long. The pool takes the bound off
/// when the connection comes back. Safe for use by many threads.
public final class BoundedReads extends DelegatingDataSource {

    /// How long it is not tried again to get a connection.
    private static final Duration REST = Duration.ofSeconds(2);

    private final Duration patience;
    private final AtomicReference<Optional<Refused>> last = new AtomicReference<>(Optional.empty());

    /// @param at by the clock of the process, in nanoseconds
    private record Refused(long at, SQLException why) {}

    /// @param pool gives connections back as they were
    public BoundedReads(DataSource pool, Duration patience) {
        super(pool);
        this.patience = patience;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = connection();
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        var refused = last.get().filter(one -> System.nanoTime() - one.at() < REST.toNanos());
        if (refused.isPresent())
            throw new SQLTransientConnectionException(
                    "the database did not answer a moment ago",
                    "08001",
                    refused.get().why());
        try {
            return super.getConnection();
        } catch (SQLException e) {
            last.set(Optional.of(new Refused(System.nanoTime(), e)));
            throw e;
        }
    }
}
