package dev.runbook.store.journal;

import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.governor.Permit;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.store.database.ArrayParameters;
import dev.runbook.store.database.GroupCommit;
import dev.runbook.store.journal.PreparedCommit.Fate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// Adds commits of different incidents to the journal in one statement, which is one round trip and one
/// transaction: it moves the incidents' lines on, adds the entries, and wakes rows of the queue or puts them to
/// rest.
///
/// A commit is taken only if its incident's line still stands where the commit says. The line is locked by
/// that, so of two writers one waits and then sees that it is late. Whoever puts a row to rest or wakes it
/// holds the line too, so no wake-up is lost between the two.
final class AppendTransaction implements GroupCommit.Transaction<PreparedCommit, Fate> {

    private static final String LINES = """
            with line as (
                select * from unnest(
                    ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                    ?::timestamptz[], ?::timestamptz[], ?::text[], ?::bigint[], ?::timestamptz[])
                as t (id, after, previous, seq, hash, title, host, service, environment, category, severity, phase,
                      waiting_for, runbook, reported_by, reported_at, updated_at, wake_at, claimant, resting, rest_at)
            """;

    /// Takes the commits. What begins an effect is barred where a version is not the one that the permit names:
    /// the kill switch is held until the end of the transaction, so that whoever turns it waits, and the
    /// versions of what the effect touches are moved on.
    private static final String GOVERNED = """
            ), permit as (
                select * from unnest(?::text[], ?::text[], ?::bigint[]) as t (incident, scope, version)
            ), switch as materialized (
                select version from governed_scope where name = '%s' for share
            ), advanced as (
                insert into governed_scope as s (name, version)
                select scope, version + 1 from permit where scope <> '%1$s' order by scope
                on conflict (name) do update set version = excluded.version where s.version = excluded.version - 1
                returning s.name
            ), barred as materialized (
                select incident from permit where not case
                    when scope = '%1$s' then version = (select version from switch)
                    else scope in (select name from advanced) end
            """.formatted(KillSwitch.SCOPE);

    private static final String COMMITS = """
            ), opened as (
                insert into incident (
                    id, seq, hash, title, host, service, environment, category, severity, phase, waiting_for,
                    runbook, reported_by, reported_at, updated_at)
                select id, seq, hash, title, host, service, environment, category, severity, phase, waiting_for,
                    runbook, reported_by, reported_at, updated_at
                from line l where after = 0%1$s
                on conflict (id) do nothing
                returning id
            ), moved as (
                update incident i set
                    seq = l.seq, hash = l.hash, category = l.category, severity = l.severity, phase = l.phase,
                    waiting_for = l.waiting_for, runbook = l.runbook, updated_at = l.updated_at
                from line l
                where i.id = l.id and i.seq = l.after and i.hash = l.previous and l.after > 0%1$s
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
            )%2$s
            select taken.id, woken.claimed from taken left join woken on woken.id = taken.id %3$s
            """;

    private static final String EFFECTS = """
            , begun as (
                insert into effect (key, incident, estate, service, operation, target, purpose, at, state, holds)
                select t.*, 'UNDER_WAY', t.target is not null from unnest(
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                as t (key, incident, estate, service, operation, target, purpose, at)
                where t.incident in (select id from taken)
            ), known as (
                update effect e set
                    state = case
                        when p.outcome is not null and e.state in ('UNDER_WAY', 'IN_DOUBT') then p.outcome
                        when p.judgement is not null and e.state = 'MADE' then p.judgement
                        when p.judgement = 'IN_VAIN' and e.state = 'HELPED' then p.judgement
                        else e.state end,
                    holds = e.holds and p.letting_go = 0 and not (
                        coalesce(p.outcome = 'NOT_MADE', false) and e.state in ('UNDER_WAY', 'IN_DOUBT'))
                from unnest(?::text[], ?::text[], ?::text[], ?::bigint[])
                as p (incident, outcome, judgement, letting_go)
                where e.incident = p.incident and p.incident in (select id from taken) and (
                    (p.outcome is not null and e.state in ('UNDER_WAY', 'IN_DOUBT'))
                    or (p.judgement is not null and e.state = 'MADE')
                    or (p.judgement = 'IN_VAIN' and e.state = 'HELPED')
                    or (p.letting_go > 0 and e.holds))
            )""";

    /// For commits that only look and think.
    private static final String PLAIN = LINES + COMMITS.formatted("", "", "");

    /// For commits that begin an effect, or say what became of one.
    private static final String WITH_EFFECTS = LINES
            + GOVERNED
            + COMMITS.formatted(
                    " and l.id not in (select incident from barred)",
                    EFFECTS,
                    "union all select distinct incident, -1 from barred");

    private final DataSource database;

    AppendTransaction(DataSource database) {
        this.database = database;
    }

    /// @return the fate of each commit; of several for one incident, or for one target, only the first can be
    ///     taken
    @Override
    public List<Fate> write(List<PreparedCommit> commits) throws SQLException {
        var firsts = new LinkedHashMap<IncidentId, PreparedCommit>();
        var fates = new IdentityHashMap<PreparedCommit, Fate>();
        var scopes = new HashSet<String>();
        for (var commit : commits) {
            if (firsts.containsKey(commit.incident())) fates.put(commit, new Fate.Late());
            else if (commit.permit().stream()
                    .flatMap(permit -> permit.wish().scopes().stream())
                    .anyMatch(scopes::contains)) fates.put(commit, new Fate.Barred());
            else {
                firsts.put(commit.incident(), commit);
                commit.permit().ifPresent(permit -> scopes.addAll(permit.wish().scopes()));
            }
        }
        var written = writeOneEach(firsts.values());
        return commits.stream()
                .map(commit -> Optional.ofNullable(fates.get(commit))
                        .orElseGet(() -> written.getOrDefault(commit.incident(), new Fate.Late())))
                .toList();
    }

    private Map<IncidentId, Fate> writeOneEach(Collection<PreparedCommit> commits) throws SQLException {
        boolean governed = commits.stream().anyMatch(PreparedCommit::touchesEffects);
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(governed ? WITH_EFFECTS : PLAIN)) {
            var parameters = new ArrayParameters(statement);
            lines(parameters.of(commits));
            if (governed) permits(parameters.of(granted(commits)));
            entries(parameters.of(
                    commits.stream().flatMap(c -> c.entries().stream()).toList()));
            if (governed) effects(parameters, commits);
            var fates = new HashMap<IncidentId, Fate>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) fates.put(new IncidentId(rows.getString(1)), fate(rows));
            }
            return fates;
        }
    }

    private static Fate fate(ResultSet row) throws SQLException {
        var version = row.getLong(2);
        if (row.wasNull()) return new Fate.Taken(OptionalLong.empty());
        return version < 0 ? new Fate.Barred() : new Fate.Taken(OptionalLong.of(version));
    }

    private static List<Granted> granted(Collection<PreparedCommit> commits) {
        return commits.stream()
                .flatMap(commit -> commit.permit().stream())
                .flatMap(permit -> permit.versions().entrySet().stream()
                        .map(scope -> new Granted(permit.wish().incident(), scope.getKey(), scope.getValue())))
                .toList();
    }

    /// One version that a permit names.
    private record Granted(IncidentId incident, String scope, long version) {}

    private static void permits(ArrayParameters.Rows<Granted> rows) throws SQLException {
        rows.text(g -> g.incident().id()).text(Granted::scope).whole(Granted::version);
    }

    private static void effects(ArrayParameters parameters, Collection<PreparedCommit> commits) throws SQLException {
        parameters
                .of(commits.stream()
                        .flatMap(c -> c.permit().stream())
                        .map(Permit::wish)
                        .toList())
                .text(w -> w.key().key())
                .text(w -> w.incident().id())
                .text(Wish::estate)
                .text(Wish::service)
                .text(w -> w.operation().toString())
                .text(w ->
                        w.purpose() == Wish.Purpose.MESSAGE ? null : w.target().orElse(null))
                .text(w -> w.purpose().name())
                .time(Wish::at);
        parameters
                .of(commits.stream().filter(c -> !c.footprint().isEmpty()).toList())
                .text(c -> c.incident().id())
                .text(c -> c.footprint().outcome().map(Enum::name).orElse(null))
                .text(c -> c.footprint().judgement().map(Enum::name).orElse(null))
                .whole(c -> c.footprint().lettingGo() ? 1 : 0);
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
