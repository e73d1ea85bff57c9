package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.store.database.ArrayParameters;
import dev.runbook.store.database.GroupCommit;
import dev.runbook.store.journal.PreparedCommit.Fate;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// Adds commits of different incidents to the journal in one statement, which is one round trip and one
/// transaction: it moves the incidents' lines on, adds the entries, and wakes rows of the queue or puts them to rest.
///
/// A commit is taken only if its incident's line still stands where the commit says. The line is locked by that, so
/// of two writers one waits and then sees that it is late. Whoever puts a row to rest or wakes it holds the line too,
/// so no wake-up is lost between the two.
final class AppendTransaction implements GroupCommit.Transaction<PreparedCommit, Fate> {

    private static final String SQL = """
            with line as (
                select * from unnest(
                    ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                    ?::timestamptz[], ?::timestamptz[], ?::text[], ?::bigint[], ?::timestamptz[])
                as t (id, after, previous, seq, hash, title, host, service, environment, category, severity, phase,
                      waiting_for, runbook, reported_by, reported_at, updated_at, wake_at, claimant, resting, rest_at)
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
                insert into scheduled_tasks as t (
                    task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)
                select 'incident', id, wake_at, claimant is not null, claimant,
                    case when claimant is not null then wake_at end, 1
                from line
                where wake_at is not null and id in (select id from taken)
                on conflict (task_name, task_instance) do update set
                    execution_time = least(t.execution_time, excluded.execution_time), picked = excluded.picked,
                    picked_by = excluded.picked_by, last_heartbeat = excluded.last_heartbeat, version = t.version + 1
                where not t.picked
                returning t.task_instance as id, case when t.picked then t.version end as claimed
            ), over as (
                delete from scheduled_tasks t using line l
                where t.task_name = 'incident' and t.task_instance = l.id and t.version = l.resting
                    and l.rest_at is null and l.id in (select id from taken)
            ), waiting as (
                update scheduled_tasks t set
                    picked = false, picked_by = null, last_heartbeat = null, last_success = l.updated_at,
                    consecutive_failures = 0, version = t.version + 1, execution_time = l.rest_at
                from line l
                where t.task_name = 'incident' and t.task_instance = l.id and t.version = l.resting
                    and l.rest_at is not null and l.id in (select id from taken)
            )
            select taken.id, woken.claimed from taken left join woken on woken.id = taken.id
            """;

    private final DataSource database;

    AppendTransaction(DataSource database) {
        this.database = database;
    }

    /// @return the fate of each commit; of several for one incident only the first can be taken
    @Override
    public List<Fate> write(List<PreparedCommit> commits) throws SQLException {
        var firsts = new LinkedHashMap<IncidentId, PreparedCommit>();
        for (var commit : commits) firsts.putIfAbsent(commit.incident(), commit);
        var fates = writeOneEach(firsts.values());
        return commits.stream()
                .map(commit ->
                        Optional.ofNullable(fates.remove(commit.incident())).orElseGet(Fate.Late::new))
                .toList();
    }

    private Map<IncidentId, Fate> writeOneEach(Collection<PreparedCommit> commits) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SQL)) {
            var parameters = new ArrayParameters(statement);
            lines(parameters.of(commits));
            entries(parameters.of(
                    commits.stream().flatMap(c -> c.entries().stream()).toList()));
            var fates = new HashMap<IncidentId, Fate>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var version = rows.getLong(2);
                    var claimed = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(version);
                    fates.put(new IncidentId(rows.getString(1)), new Fate.Taken(claimed));
                }
            }
            return fates;
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
                .time(c -> c.commit().wake() instanceof Journal.Wake.Drive
                        ? c.last().stamped().at()
                        : null)
                .text(c -> c.claimant().orElse(null))
                .whole(c -> c.resting().orElse(0))
                .time(c -> c.commit().wake() instanceof Journal.Wake.Rest(var wakeAt) ? wakeAt.orElse(null) : null);
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
