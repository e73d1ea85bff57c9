package dev.runbook.store.queue;

import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.incident.IncidentId;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Puts the row of an incident to rest when its driver stops, in one statement that holds the incident's line:
/// whoever adds to the journal moves that line too, so either this sees the addition and the incident is driven
/// again at once, or the addition finds the row at rest and wakes it. No wake-up is lost between the two.
final class Resting {

    private static final String SQL = """
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

    private final DataSource database;

    Resting(DataSource database) {
        this.database = database;
    }

    /// @param version of the row as it was picked up
    /// @return whether the incident has gone on meanwhile and is to be driven again at once
    boolean rest(IncidentId incident, long version, IncidentDriver.Pause pause, Instant now) throws SQLException {
        var wakeAt = pause.wakeAt().map(Timestamp::from).orElse(null);
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SQL)) {
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
}
