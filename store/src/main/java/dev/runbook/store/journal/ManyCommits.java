package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.store.database.ArrayParameters;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/// Commits of different incidents in one statement, which is one round trip and one transaction: it moves the
/// incidents' lines on, adds the entries and wakes the queue.
final class ManyCommits {

    private static final String SQL = """
            with line as (
                select * from unnest(
                    ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                    ?::timestamptz[], ?::timestamptz[])
                as t (id, after, previous, seq, hash, title, host, service, environment, category, severity, phase,
                      waiting_for, runbook, reported_by, reported_at, updated_at, wake_at)
            ), opened as (
                insert into incident (
                    id, seq, hash, title, host, service, environment, category, severity, phase, waiting_for,
                    runbook, reported_by, reported_at, updated_at)
                select id, seq, hash, title, host, service, environment, category, severity, phase, waiting_for,
                    runbook, reported_by, reported_at, updated_at
                from line where after = 0
                on conflict (id) do nothing
                returning id
            ), moved as (
                update incident i set
                    seq = l.seq, hash = l.hash, category = l.category, severity = l.severity, phase = l.phase,
                    waiting_for = l.waiting_for, runbook = l.runbook, updated_at = l.updated_at
                from line l
                where i.id = l.id and i.seq = l.after and i.hash = l.previous and l.after > 0
                returning i.id
            ), taken as (
                select id from opened union all select id from moved
            ), written as (
                insert into journal (incident, seq, at, actor, type, payload, previous, hash)
                select * from unnest(
                    ?::text[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as e (incident, seq, at, actor, type, payload, previous, hash)
                where e.incident in (select id from taken)
            ), woken as (
                insert into scheduled_tasks as t (task_name, task_instance, execution_time, picked, version)
                select 'incident', id, wake_at, false, 1 from line
                where wake_at is not null and id in (select id from taken)
                on conflict (task_name, task_instance) do update set
                    execution_time = least(t.execution_time, excluded.execution_time), version = t.version + 1
                where not t.picked
            )
            select id from taken
            """;

    private final DataSource database;

    ManyCommits(DataSource database) {
        this.database = database;
    }

    /// @param commits at most one for each incident
    /// @return the incidents whose commits were taken
    Set<IncidentId> write(Collection<PreparedCommit> commits) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SQL)) {
            var parameters = new ArrayParameters(statement);
            lines(parameters.of(commits));
            entries(parameters.of(
                    commits.stream().flatMap(c -> c.entries().stream()).toList()));
            var taken = new HashSet<IncidentId>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) taken.add(new IncidentId(rows.getString(1)));
            }
            return taken;
        }
    }

    private static void lines(ArrayParameters.Rows<PreparedCommit> rows) throws SQLException {
        rows.text(c -> c.incident().id())
                .whole(c -> c.commit().after())
                .text(c -> c.previous().hex())
                .whole(c -> c.last().seq())
                .text(c -> c.last().hash().hex())
                .text(c -> c.summary().title())
                .text(c -> c.summary().host().orElse(null))
                .text(c -> c.summary().service().orElse(null))
                .text(c -> c.summary().environment())
                .text(c -> c.summary().category().name())
                .text(c -> c.summary().severity().name())
                .text(c -> c.summary().phase().name())
                .text(c -> c.summary().waitingFor().orElse(null))
                .text(c -> c.summary().runbook().map(RunbookId::id).orElse(null))
                .text(c -> c.summary().reportedBy())
                .time(c -> c.summary().reportedAt())
                .time(c -> c.summary().updatedAt())
                .time(c -> c.commit().wake() == Journal.Wake.DRIVE
                        ? c.last().stamped().at()
                        : null);
    }

    private static void entries(ArrayParameters.Rows<PreparedCommit.StoredEntry> rows) throws SQLException {
        rows.text(e -> e.entry().incident().id())
                .whole(e -> e.entry().seq())
                .time(e -> e.entry().stamped().at())
                .text(e -> e.entry().stamped().actor().label())
                .text(PreparedCommit.StoredEntry::type)
                .text(PreparedCommit.StoredEntry::payload)
                .text(e -> e.entry().previous().hex())
                .text(e -> e.entry().hash().hex());
    }
}
