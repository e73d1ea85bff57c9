package dev.runbook.store.journal;

import dev.runbook.store.database.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How incidents went, by the day on which they were reported. Safe for use by many threads; throws
/// [org.springframework.dao.DataAccessException] when the database fails.
public final class IncidentFigures {

    /// The few entries of each incident that count. The types are those of the index `journal_milestones`.
    private static final String MILESTONES = """
            with milestone as (
                select incident,
                    min(at) filter (where type in ('Approved', 'Denied', 'Vetoed', 'Answered')
                        or type = 'Commented' and actor in (select name from operator)) as acted,
                    min(at) filter (where type = 'Resolved') as resolved,
                    bool_or(type = 'Escalated') as escalated,
                    count(*) filter (where type = 'Verified') as verified,
                    count(*) filter (where type = 'NotVerified') as refuted
                from journal
                where type in ('Approved', 'Denied', 'Vetoed', 'Answered', 'Commented', 'Resolved', 'Escalated',
                        'Verified', 'NotVerified')
                    and at >= :since::timestamptz
                group by incident)
            """;

    private static final String BY_DAY =
            MILESTONES + """
            select (i.reported_at at time zone 'UTC')::date as day,
                count(*) as reported,
                count(m.resolved) as resolved,
                count(*) filter (where %s) as by_runbook,
                count(*) filter (where m.resolved is not null or m.escalated) as ended,
                count(*) filter (where %s) as noise,
                coalesce(sum(m.verified), 0) as verified,
                coalesce(sum(m.refuted), 0) as refuted,
                count(m.acted) as acted,
                coalesce(sum(extract(epoch from m.acted - i.reported_at)), 0) as seconds_to_act,
                coalesce(sum(extract(epoch from m.resolved - i.reported_at)), 0) as seconds_to_resolve
            from incident i
            left join milestone m on m.incident = i.id
            where i.reported_at >= :since::timestamptz
            group by 1
            order by 1
            """.formatted(Figure.BY_RUNBOOK.condition, Figure.NOISE.condition);

    /// What is counted of incidents.
    public enum Figure {
        /// Reported.
        REPORTED("true"),
        /// A person acted.
        ACTED("m.acted is not null"),
        /// They are or were resolved.
        RESOLVED("m.resolved is not null"),
        /// They were resolved by a verified action, without a person taking over.
        BY_RUNBOOK("m.resolved is not null and not m.escalated and m.verified > 0"),
        /// They ended by themselves: nothing was done, and nobody was needed.
        NOISE("m.resolved is not null and not m.escalated and m.acted is null and m.verified = 0 and m.refuted = 0"),
        /// A look after an action found the problem gone.
        VERIFIED("m.verified > 0");

        private final String condition;

        Figure(String condition) {
            this.condition = condition;
        }
    }

    /// An incident counts for the runbook that it followed last.
    private static final String BY_RUNBOOK = MILESTONES + """
            select i.runbook,
                max(i.reported_at) as last_run,
                count(*) as runs,
                count(*) filter (where %s) as cured,
                count(*) filter (where m.resolved is not null or m.escalated) as ended
            from incident i
            left join milestone m on m.incident = i.id
            where i.reported_at >= :since::timestamptz and i.runbook is not null
            group by 1
            """.formatted(Figure.BY_RUNBOOK.condition);

    private final JdbcClient database;

    public IncidentFigures(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /// The incidents behind a figure, the newest first.
    ///
    /// @param since those that were reported since then
    /// @param query narrows them down further
    public IncidentLines.Page behind(Figure figure, Instant since, IncidentLines.Query query) {
        return new IncidentLines.Page(
                behind(
                                "select i.*",
                                " order by i.reported_at desc, i.id desc limit :limit offset :offset",
                                figure,
                                query)
                        .param("since", Storable.time(since))
                        .param("limit", query.limit())
                        .param("offset", query.offset())
                        .query((row, _) -> IncidentLines.line(row))
                        .list(),
                behind("select count(*)", "", figure, query)
                        .param("since", Storable.time(since))
                        .query(Long.class)
                        .single());
    }

    private JdbcClient.StatementSpec behind(String what, String order, Figure figure, IncidentLines.Query query) {
        return IncidentLines.narrowed(
                database.sql(MILESTONES + what + """
                         from incident i
                        left join milestone m on m.incident = i.id
                        where i.reported_at >= :since::timestamptz and (""" + figure.condition
                        + ") and i.id in (select id " + IncidentLines.MATCHES + ")" + order),
                query);
    }

    /// The incidents that were reported on one day, in UTC.
    ///
    /// @param resolved how many of them are or were resolved
    /// @param byRunbook how many were resolved by a verified action, without a person taking over
    /// @param ended how many were resolved or went to a person
    /// @param noise how many ended by themselves: nothing was done, and nobody was needed
    /// @param verified how many looks after an action found the problem gone
    /// @param refuted how many looks after an action found it still there
    /// @param acted in how many of them a person acted
    /// @param toAct the time from the report to the first act of a person, summed
    /// @param toResolve the time from the report to the resolution, summed
    public record Day(
            LocalDate day,
            long reported,
            long resolved,
            long byRunbook,
            long ended,
            long noise,
            long verified,
            long refuted,
            long acted,
            Duration toAct,
            Duration toResolve) {}

    /// The days on which incidents were reported, the oldest first; a day without any is left out.
    public List<Day> since(Instant since) {
        return database.sql(BY_DAY)
                .param("since", Storable.time(since))
                .query((row, _) -> day(row))
                .list();
    }

    /// How a runbook did.
    ///
    /// @param lastRun when the last incident that followed it was reported
    /// @param runs how many incidents followed it
    /// @param cured how many of them ended by a verified action, without a person taking over
    /// @param ended how many of them were resolved or went to a person
    public record Track(String runbook, Instant lastRun, long runs, long cured, long ended) {}

    /// The runbooks that were followed since then, in no order.
    public List<Track> runbooks(Instant since) {
        return database.sql(BY_RUNBOOK)
                .param("since", Storable.time(since))
                .query((row, _) -> new Track(
                        row.getString("runbook"),
                        row.getObject("last_run", OffsetDateTime.class).toInstant(),
                        row.getLong("runs"),
                        row.getLong("cured"),
                        row.getLong("ended")))
                .list();
    }

    private static Day day(ResultSet row) throws SQLException {
        return new Day(
                row.getObject("day", LocalDate.class),
                row.getLong("reported"),
                row.getLong("resolved"),
                row.getLong("by_runbook"),
                row.getLong("ended"),
                row.getLong("noise"),
                row.getLong("verified"),
                row.getLong("refuted"),
                row.getLong("acted"),
                seconds(row, "seconds_to_act"),
                seconds(row, "seconds_to_resolve"));
    }

    private static Duration seconds(ResultSet row, String column) throws SQLException {
        return Duration.ofMillis((long) (row.getDouble(column) * 1000));
    }
}
