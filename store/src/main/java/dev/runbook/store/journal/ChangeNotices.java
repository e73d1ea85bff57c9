package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells all nodes which incidents have new entries, soon after the commit and outside it: a notification
/// inside takes a lock that all commits of the database share. What changes in quick succession is told once.
///
/// A notice is a hint, not a record: it is lost when the node dies just then.
final class ChangeNotices implements AutoCloseable {

    static final String CHANNEL = "runbook_journal";

    private static final Logger LOG = LoggerFactory.getLogger(ChangeNotices.class);
    private static final Duration BREATH = Duration.ofMillis(10);
    private static final String SQL = "select pg_notify('" + CHANNEL + "', notice) from unnest(?) as t (notice)";

    private final DataSource database;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<IncidentId, Long> pending = new LinkedHashMap<>();
    private final Thread teller;
    private boolean closed;

    ChangeNotices(DataSource database) {
        this.database = database;
        this.teller = Thread.ofPlatform().name("journal-notices").daemon().start(this::tellUntilClosed);
    }

    void changed(IncidentId incident, long seq) {
        lock.lock();
        try {
            if (pending.merge(incident, seq, Math::max) == seq) changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void tellUntilClosed() {
        try {
            for (var notices = next(); notices.length > 0; notices = next()) {
                tell(notices);
                Thread.sleep(BREATH);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private String[] next() throws InterruptedException {
        lock.lock();
        try {
            while (pending.isEmpty() && !closed) changed.await();
            var notices = pending.entrySet().stream()
                    .map(change -> change.getKey() + " " + change.getValue())
                    .toArray(String[]::new);
            pending.clear();
            return notices;
        } finally {
            lock.unlock();
        }
    }

    private void tell(String[] notices) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SQL)) {
            statement.setArray(1, connection.createArrayOf("text", notices));
            statement.execute();
        } catch (SQLException e) {
            LOG.warn("{} changes of incidents could not be announced: {}", notices.length, e.getMessage());
        }
    }

    /// Tells what is pending.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            teller.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
