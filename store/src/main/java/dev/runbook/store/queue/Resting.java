package dev.runbook.store.queue;

import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.incident.IncidentId;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Puts the row of an incident to rest when its driver has stopped and the last commit has not done so already. Each
/// is one statement that touches the row only in the version in which it was picked.
final class Resting {

    /// Holds the incident's line: whoever adds to the journal moves that line too, so either this sees the addition
    /// and the incident is driven again at once, or the addition finds the row at rest and wakes it.
    private static final String REST = """
            with line as (
                select seq > ? as gone_on from incident where id = ? for update
            ), over as (
                delete from scheduled_tasks t using line
                where t.task_name = 'incident' and t.task_instance = ? and t.version = ?
                    and not line.gone_on and ?::timestamptz is null
            ), waiting as (
                update scheduled_tasks t set
                    picked = false, picked_by = null, last_heartbeat = null, last_success = ?,
                    consecutive_failures = 0, version = t.version + 1,
                    execution_time = case when line.gone_on then ? else ?::timestamptz end
                from line
                where t.task_name = 'incident' and t.task_instance = ? and t.version = ?
                    and (line.gone_on or ?::timestamptz is not null)
            )
            select gone_on from line
            """;

    /// Half a second after the first failure, twice as long after each further one, at most half a minute.
    private static final String POSTPONE = """
            update scheduled_tasks set
                picked = false, picked_by = null, last_heartbeat = null, last_failure = ?::timestamptz,
                consecutive_failures = coalesce(consecutive_failures, 0) + 1, version = version + 1,
                execution_time = ?::timestamptz + least(
                    interval '30 seconds',
                    interval '500 milliseconds' * power(2, least(coalesce(consecutive_failures, 0), 6)))
            where task_name = 'incident' and task_instance = ? and version = ?
            """;

    private final DataSource database;

    Resting(DataSource database) {
        this.database = database;
    }

    /// @param version of the row as it was picked
    /// @return whether the incident has gone on meanwhile and is to be driven again at once
    boolean rest(IncidentId incident, long version, IncidentDriver.Pause pause, Instant now) throws SQLException {
        var wakeAt = pause.wakeAt().map(Timestamp::from).orElse(null);
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(REST)) {
            @Nullable
            Object[] parameters = {
                pause.seq(),
                incident.id(),
                incident.id(),
                version,
                wakeAt,
                Timestamp.from(now),
                Timestamp.from(now),
                wakeAt,
                incident.id(),
                version,
                wakeAt
            };
            for (int i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
            try (var rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    /// The journal failed or the driver broke: the incident comes back after a pause that grows.
    void postpone(IncidentId incident, long version, Instant now) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(POSTPONE)) {
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setString(3, incident.id());
            statement.setLong(4, version);
            statement.executeUpdate();
        }
    }
}
