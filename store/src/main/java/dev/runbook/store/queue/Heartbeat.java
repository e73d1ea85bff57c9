package dev.runbook.store.queue;

import dev.runbook.core.incident.IncidentId;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says of the rows that this node holds, again and again, that the node is alive. While it holds none,
/// nothing is said.
final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    /// A row that somebody else is writing is being put to rest, or is written about again at the next beat.
    private static final String SQL = """
            update scheduled_tasks t set last_heartbeat = ?
            from (
                select task_instance from scheduled_tasks t
                join unnest(?::text[], ?::bigint[]) as held (id, version)
                    on t.task_name = 'incident' and t.task_instance = held.id and t.version = held.version
                where t.picked
                for update of t skip locked
            ) alive
            where t.task_name = 'incident' and t.task_instance = alive.task_instance
            """;

    private final DataSource database;
    private final InstantSource clock;
    private final Map<IncidentId, Long> held;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("heartbeat").daemon().factory());

    /// @param held the rows that this node holds, with their versions; it may change at any time
    Heartbeat(DataSource database, InstantSource clock, Map<IncidentId, Long> held) {
        this.database = database;
        this.clock = clock;
        this.held = held;
    }

    void start(Duration interval) {
        var _ = thread.scheduleWithFixedDelay(
                this::beat, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        var rows = Map.copyOf(held);
        if (rows.isEmpty()) return;
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SQL)) {
            var ids = rows.keySet().stream().toList();
            statement.setTimestamp(1, Timestamp.from(clock.instant()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", ids.stream().map(IncidentId::id).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf("int8", ids.stream().map(rows::get).toArray()));
            statement.executeUpdate();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("the heartbeat of {} incidents could not be written: {}", rows.size(), e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
