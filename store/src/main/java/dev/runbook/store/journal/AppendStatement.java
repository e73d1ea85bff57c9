package dev.runbook.store.journal;

import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.governor.Permit;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.store.database.ArrayParameters;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/// The statement that adds commits to the journal. Only what some of the commits need is in it: for most, the
/// database would take longer to set up the rest than to do what is asked.
///
/// @param opens whether one of them opens an incident
/// @param wakes whether one of them wakes the incident's row of the queue
/// @param rests whether one of them puts that row to rest
/// @param begins whether one of them begins an effect
/// @param judges whether one of them says what became of effects
@SuppressWarnings("InlineFormatString") // the parts of the statement are read one below the other
record AppendStatement(boolean opens, boolean wakes, boolean rests, boolean begins, boolean judges) {

    static AppendStatement of(Collection<PreparedCommit> commits) {
        return new AppendStatement(
                commits.stream().anyMatch(c -> c.commit().after() == 0),
                commits.stream().anyMatch(c -> c.commit().wake() instanceof Journal.Wake.Drive),
                commits.stream().anyMatch(c -> c.resting().isPresent()),
                commits.stream().anyMatch(c -> c.permit().isPresent()),
                commits.stream().anyMatch(c -> !c.footprint().isEmpty()));
    }

    private static final String LINES = """
            with line as (
                select unnest(?::text[]) as id, unnest(?::bigint[]) as after, unnest(?::text[]) as previous,
                    unnest(?::bigint[]) as seq, unnest(?::text[]) as hash, unnest(?::text[]) as category,
                    unnest(?::text[]) as severity, unnest(?::text[]) as phase, unnest(?::text[]) as waiting_for,
                    unnest(?::text[]) as runbook, unnest(?::timestamptz[]) as updated_at%s
            )""";

    private static final String OPENING = """
            , unnest(?::text[]) as title, unnest(?::text[]) as host, unnest(?::text[]) as service,
            unnest(?::text[]) as environment, unnest(?::text[]) as reported_by,
            unnest(?::timestamptz[]) as reported_at""";

    private static final String WAKING = ", unnest(?::timestamptz[]) as wake_at, unnest(?::text[]) as claimant";

    private static final String RESTING = ", unnest(?::bigint[]) as resting, unnest(?::timestamptz[]) as rest_at";

    /// Takes the commits. What begins an effect is barred where a version is not the one that the permit names:
    /// the kill switch is held until the end of the transaction, so that whoever turns it waits, and the
    /// versions of what the effect touches are moved on.
    private static final String GOVERNED = """
            , permit as (
                select unnest(?::text[]) as incident, unnest(?::text[]) as scope, unnest(?::bigint[]) as version
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
            )""".formatted(KillSwitch.SCOPE);

    private static final String UNBARRED = " and l.id not in (select incident from barred)";

    private static final String OPENED = """
            , opened as (
                insert into incident (
                    id, seq, hash, title, host, service, environment, category, severity, phase, waiting_for,
                    runbook, reported_by, reported_at, updated_at)
                select id, seq, hash, title, host, service, environment, category, severity, phase, waiting_for,
                    runbook, reported_by, reported_at, updated_at
                from line l where after = 0%s
                on conflict (id) do nothing
                returning id
            )""";

    private static final String MOVED = """
            , moved as (
                update incident i set
                    seq = l.seq, hash = l.hash, category = l.category, severity = l.severity, phase = l.phase,
                    waiting_for = l.waiting_for, runbook = l.runbook, updated_at = l.updated_at
                from line l
                where i.id = l.id and i.seq = l.after and i.hash = l.previous and l.after > 0%s
                returning i.id
            ), taken as (
                select id from moved%s
            )""";

    private static final String WRITTEN = """
            , written as (
                insert into journal (incident, seq, at, actor, type, payload, previous, hash)
                select * from (
                    select unnest(?::text[]) as incident, unnest(?::bigint[]), unnest(?::timestamptz[]),
                        unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[])
                ) e
                where e.incident in (select id from taken)
            )""";

    private static final String WOKEN = """
            , woken as (
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
            )""";

    private static final String RESTED = """
            , over as (
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
            )""";

    private static final String BEGUN = """
            , begun as (
                insert into effect (key, incident, estate, service, operation, target, purpose, at, state, holds)
                select t.*, 'UNDER_WAY', t.target is not null from (
                    select unnest(?::text[]) as key, unnest(?::text[]) as incident, unnest(?::text[]) as estate,
                        unnest(?::text[]) as service, unnest(?::text[]) as operation, unnest(?::text[]) as target,
                        unnest(?::text[]) as purpose, unnest(?::timestamptz[]) as at
                ) t
                where t.incident in (select id from taken)
            )""";

    /// What is begun in the same commit is not seen by this, so an outcome is that of an effect before.
    private static final String KNOWN = """
            , known as (
                update effect e set
                    state = case
                        when p.outcome is not null and e.state in ('UNDER_WAY', 'IN_DOUBT') then p.outcome
                        when p.judgement is not null and e.state = 'MADE' then p.judgement
                        when p.judgement = 'IN_VAIN' and e.state = 'HELPED' then p.judgement
                        else e.state end,
                    holds = e.holds and p.letting_go = 0 and not (
                        coalesce(p.outcome = 'NOT_MADE', false) and e.state in ('UNDER_WAY', 'IN_DOUBT'))
                from (
                    select unnest(?::text[]) as incident, unnest(?::text[]) as outcome, unnest(?::text[]) as judgement,
                        unnest(?::bigint[]) as letting_go
                ) p
                where e.incident = p.incident and p.incident in (select id from taken) and (
                    (p.outcome is not null and e.state in ('UNDER_WAY', 'IN_DOUBT'))
                    or (p.judgement is not null and e.state = 'MADE')
                    or (p.judgement = 'IN_VAIN' and e.state = 'HELPED')
                    or (p.letting_go > 0 and e.holds))
            )""";

    /// The statement. Its rows are the incidents whose commits were taken, with the version of the row of
    /// the queue that was picked for a claimant, and those whose permits do not hold, with -1.
    String sql() {
        var unbarred = begins ? UNBARRED : "";
        return LINES.formatted((opens ? OPENING : "") + (wakes ? WAKING : "") + (rests ? RESTING : ""))
                + (begins ? GOVERNED : "")
                + (opens ? OPENED.formatted(unbarred) : "")
                + MOVED.formatted(unbarred, opens ? " union all select id from opened" : "")
                + WRITTEN
                + (wakes ? WOKEN : "")
                + (rests ? RESTED : "")
                + (begins ? BEGUN : "")
                + (judges ? KNOWN : "")
                + (wakes
                        ? " select taken.id, woken.claimed from taken left join woken on woken.id = taken.id"
                        : " select id, null::bigint from taken")
                + (begins ? " union all select distinct incident, -1 from barred" : "");
    }

    /// Binds the commits, in the order of the statement's parameters.
    void bind(PreparedStatement statement, Collection<PreparedCommit> commits) throws SQLException {
        var parameters = new ArrayParameters(statement);
        lines(parameters.of(commits));
        if (begins) permits(parameters.of(granted(commits)));
        entries(parameters.of(
                commits.stream().flatMap(c -> c.entries().stream()).toList()));
        if (begins) effects(parameters.of(wishes(commits)));
        if (judges)
            judgements(parameters.of(
                    commits.stream().filter(c -> !c.footprint().isEmpty()).toList()));
    }

    private void lines(ArrayParameters.Rows<PreparedCommit> rows) throws SQLException {
        rows.text(c -> c.incident().id())
                .whole(c -> c.commit().after())
                .text(c -> c.previous().hex())
                .whole(c -> c.last().seq())
                .text(c -> c.last().hash().hex())
                .text(c -> c.summary().category().name())
                .text(c -> c.summary().severity().name())
                .text(c -> c.summary().phase().name())
                .text(c -> c.summary().waitingFor().orElse(null))
                .text(c -> c.summary().runbook().map(RunbookId::id).orElse(null))
                .time(c -> c.summary().updatedAt());
        if (opens)
            rows.text(c -> c.summary().title())
                    .text(c -> c.summary().host().orElse(null))
                    .text(c -> c.summary().service().orElse(null))
                    .text(c -> c.summary().environment())
                    .text(c -> c.summary().reportedBy())
                    .time(c -> c.summary().reportedAt());
        if (wakes)
            rows.time(c -> c.commit().wake() instanceof Journal.Wake.Drive
                            ? c.last().stamped().at()
                            : null)
                    .text(c -> c.claimant().orElse(null));
        if (rests)
            rows.whole(c -> c.resting().orElse(0))
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

    /// One version that a permit names.
    private record Granted(IncidentId incident, String scope, long version) {}

    private static List<Granted> granted(Collection<PreparedCommit> commits) {
        return commits.stream()
                .flatMap(commit -> commit.permit().stream())
                .flatMap(permit -> permit.versions().entrySet().stream()
                        .map(scope -> new Granted(permit.wish().incident(), scope.getKey(), scope.getValue())))
                .toList();
    }

    private static void permits(ArrayParameters.Rows<Granted> rows) throws SQLException {
        rows.text(g -> g.incident().id()).text(Granted::scope).whole(Granted::version);
    }

    private static List<Wish> wishes(Collection<PreparedCommit> commits) {
        return commits.stream()
                .flatMap(commit -> commit.permit().stream())
                .map(Permit::wish)
                .toList();
    }

    private static void effects(ArrayParameters.Rows<Wish> rows) throws SQLException {
        rows.text(w -> w.key().key())
                .text(w -> w.incident().id())
                .text(Wish::estate)
                .text(Wish::service)
                .text(w -> w.operation().toString())
                .text(w ->
                        w.purpose() == Wish.Purpose.MESSAGE ? null : w.target().orElse(null))
                .text(w -> w.purpose().name())
                .time(Wish::at);
    }

    private static void judgements(ArrayParameters.Rows<PreparedCommit> rows) throws SQLException {
        rows.text(c -> c.incident().id())
                .text(c -> c.footprint().outcome().map(Enum::name).orElse(null))
                .text(c -> c.footprint().judgement().map(Enum::name).orElse(null))
                .whole(c -> c.footprint().lettingGo() ? 1 : 0);
    }
}
