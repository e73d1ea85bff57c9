package dev.runbook.store.journal;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.RunbookId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The lines of all incidents, to search and page through. As fresh as the journal: they are written in the
/// same transactions. Safe for use by many threads; throws [org.springframework.dao.DataAccessException] when
/// the database fails.
public final class IncidentLines {

    /// Where a query is answered.
    static final String MATCHES = """
        from incident
        where (cardinality(:phases) = 0 or phase = any(:phases))
            and (cardinality(:severities) = 0 or severity = any(:severities))
            and (:text = '' or strpos(lower(
                id || ' ' || title || ' ' || coalesce(host, '') || ' ' || coalesce(service, '')), :text) > 0)
        """;

    private final JdbcClient database;

    public IncidentLines(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /// What is looked for.
    ///
    /// @param phases any of these; all when empty
    /// @param severities any of these; all when empty
    /// @param text occurs in the id, title, host or service, whatever the case; empty for all
    /// @param limit the most lines to give, at least 1
    /// @param offset how many of the newest to pass over
    public record Query(Set<Phase.Kind> phases, Set<Severity> severities, String text, int limit, int offset) {
        public Query {
            phases = Set.copyOf(phases);
            severities = Set.copyOf(severities);
            if (limit < 1) throw new IllegalArgumentException("limit below 1: " + limit);
            if (offset < 0) throw new IllegalArgumentException("offset below 0: " + offset);
        }

        /// The newest incidents of all kinds.
        public static Query newest(int limit) {
            return new Query(Set.of(), Set.of(), "", limit, 0);
        }
    }

    /// One page of a list.
    ///
    /// @param incidents newest first
    /// @param total how many lines match, on all pages
    public record Page(List<IncidentSummary> incidents, long total) {
        public Page {
            incidents = List.copyOf(incidents);
        }
    }

    public Page list(Query query) {
        var incidents = matching(
                        "select * " + MATCHES + " order by reported_at desc, id desc limit :limit offset :offset",
                        query)
                .param("limit", query.limit())
                .param("offset", query.offset())
                .query((row, _) -> line(row))
                .list();
        var total =
                matching("select count(*) " + MATCHES, query).query(Long.class).single();
        return new Page(incidents, total);
    }

    private JdbcClient.StatementSpec matching(String sql, Query query) {
        return narrowed(database.sql(sql), query);
    }

    /// Binds what [#MATCHES] asks for.
    static JdbcClient.StatementSpec narrowed(JdbcClient.StatementSpec statement, Query query) {
        return statement
                .param("phases", names(query.phases()))
                .param("severities", names(query.severities()))
                .param("text", query.text().strip().toLowerCase(java.util.Locale.ROOT));
    }

    private static String[] names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).sorted().toArray(String[]::new);
    }

    /// The line of one incident.
    public Optional<IncidentSummary> find(IncidentId id) {
        return database.sql("select * from incident where id = :id")
                .param("id", id.id())
                .query((row, _) -> line(row))
                .optional();
    }

    /// When the last thing happened that is written down, be it an entry of a journal or an alert that came; empty
    /// when there is none.
    public Optional<Instant> latest() {
        return database.sql("select greatest((select max(updated_at) from incident), (select max(at) from alert))")
                .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .single();
    }

    /// How many incidents are in each phase; a phase without any is left out.
    public Map<Phase.Kind, Long> countByPhase() {
        var counts = new EnumMap<Phase.Kind, Long>(Phase.Kind.class);
        database.sql("select phase, count(*) from incident group by phase").query(row -> {
            counts.put(Phase.Kind.valueOf(row.getString(1)), row.getLong(2));
        });
        return counts;
    }

    /// How many incidents are in one phase with one severity.
    public record Count(Phase.Kind phase, Severity severity, long incidents) {}

    /// The incidents that are not over, counted.
    public List<Count> countOpen() {
        return database.sql("""
            select phase, severity, count(*) from incident
            where phase not in ('RESOLVED', 'CLOSED')
            group by phase, severity
            """)
                .query((row, _) -> new Count(
                        Phase.Kind.valueOf(row.getString(1)), Severity.valueOf(row.getString(2)), row.getLong(3)))
                .list();
    }

    static IncidentSummary line(ResultSet row) throws SQLException {
        return new IncidentSummary(
                new IncidentId(row.getString("id")),
                row.getLong("seq"),
                row.getString("title"),
                Optional.ofNullable(row.getString("host")),
                Optional.ofNullable(row.getString("service")),
                row.getString("environment"),
                Category.valueOf(row.getString("category")),
                Severity.valueOf(row.getString("severity")),
                Phase.Kind.valueOf(row.getString("phase")),
                Optional.ofNullable(row.getString("waiting_for")),
                Optional.ofNullable(row.getString("runbook")).map(RunbookId::new),
                row.getString("reported_by"),
                row.getObject("reported_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
