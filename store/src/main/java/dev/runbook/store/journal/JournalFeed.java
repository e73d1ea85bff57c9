package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of every incident that has new entries, on whatever node they were written. Safe for use by many
/// threads.
///
/// It listens on a connection of its own and opens a new one when that breaks.
public final class JournalFeed implements AutoCloseable {

    /// What a listener is told.
    public sealed interface Change {
        /// The incident has entries up to `seq`, at least.
        record Appended(IncidentId incident, long seq) implements Change {}

        /// The feed was interrupted: any incident may have changed.
        record Missed() implements Change {}
    }

    /// Ends the telling when closed.
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private static final Logger LOG = LoggerFactory.getLogger(JournalFeed.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int WAIT_MILLIS = 1000;

    private final Database database;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    public JournalFeed(Database database) {
        this.database = database;
        this.thread = Thread.ofPlatform().name("journal-feed").daemon().unstarted(this::listenUntilClosed);
    }

    /// Begins to listen, once. Whoever subscribed before is told [Change.Missed] when it does.
    public void start() {
        thread.start();
    }

    /// Tells `listener` of every change from now on, soon after it is in the journal. Changes in quick
    /// succession may be told as one.
    ///
    /// @param listener returns at once; called by one thread
    public Subscription subscribe(Consumer<Change> listener) {
        var subscriber = new Subscriber(listener);
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    private void listenUntilClosed() {
        boolean interrupted = false;
        try {
            while (!isClosed()) {
                try (var connection = database.connect()) {
                    if (interrupted) LOG.warn("the feed of changes is heard again");
                    interrupted = false;
                    listen(connection);
                } catch (SQLException e) {
                    if (!interrupted && !isClosed())
                        LOG.warn("the feed of changes was interrupted, and is tried again: {}", e.getMessage());
                    interrupted = true;
                    closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + ChangeNotices.CHANNEL);
        }
        // What happened before this moment went unheard.
        tell(new Change.Missed());
        var notifications = connection.unwrap(PGConnection.class);
        while (!isClosed())
            for (var notification : notifications.getNotifications(WAIT_MILLIS)) {
                var words = notification.getParameter().split(" ");
                tell(new Change.Appended(new IncidentId(words[0]), Long.parseLong(words[1])));
            }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void tell(Change change) {
        for (var subscriber : subscribers) {
            try {
                subscriber.listener.accept(change);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed on {}", change, e);
            }
        }
    }

    /// Tells nothing more. Does not wait for the connection to close.
    @Override
    public void close() {
        closed.countDown();
        subscribers.clear();
        thread.interrupt();
    }

    /// Not a record: two subscriptions of one listener are two.
    private static final class Subscriber {
        private final Consumer<Change> listener;

        private Subscriber(Consumer<Change> listener) {
            this.listener = listener;
        }
    }
}
