package dev.runbook.store.alerts;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertRecord;
import dev.runbook.core.journal.JournalException;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.database.Storable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The alerts that all nodes on one database took in.
public final class PostgresAlertBook implements AlertBook {

    /// The name of the lock that whoever takes an alert in holds; any number that nobody else uses.
    private static final long LOCK = 7_243_118_001L;

    private static final int PATIENCE_SECONDS = 10;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private static final String KEEP = """
        insert into alert (notification, at, source, fingerprint, outbreak, name, component, text, severity,
            started_at, labels, fate, incident, because, ended_at)
        values (:notification, :at::timestamptz, :source, :fingerprint, :outbreak, :name, :component, :text,
            :severity, :startedAt::timestamptz, :labels, :fate, :incident, :because, :endedAt::timestamptz)
        """;

    private static final String OPEN = """
        select i.id, i.seq from incident i
        where i.phase not in ('RESOLVED', 'CLOSED') and i.environment = :environment
            and (i.reported_at >= :since::timestamptz
                or (select at from alert where incident = i.id order by seq desc limit 1) >= :since::timestamptz)
        order by (coalesce(i.service = :service, false) or coalesce(i.host = :host, false)) desc,
            i.reported_at desc
        limit :limit
        """;

    private static final String MATCHES = """
        from alert
        where at >= :since::timestamptz and (cardinality(:fates) = 0 or fate = any(:fates))
            and (:text = '' or strpos(words, :text) > 0)
        """;

    private static final String BY_DAY = """
        select (at at time zone 'UTC')::date as day,
            count(*) filter (where fate = 'OPENED') as opened,
            count(*) filter (where fate = 'DEDUPLICATED') as deduplicated,
            count(*) filter (where fate = 'CORRELATED') as correlated
        from alert where at >= :since::timestamptz
        group by 1
        order by 1
        """;

    private static final String TALLIES = """
        select a.*, t.first_at, t.times
        from (
            select max(seq) as last_seq, min(seq) as first_seq, min(at) as first_at, count(*) as times
            from alert where incident = :incident group by fingerprint
        ) t
        join alert a on a.seq = t.last_seq
        order by t.first_seq
        """;

    private final DataSource source;
    private final JdbcClient database;

    /// One connection of a node waits for its turn, and not one for each alert.
    private final ReentrantLock turn = new ReentrantLock(true);

    public PostgresAlertBook(DataSource database) {
        source = database;
        this.database = JdbcClient.create(database);
    }

    @Override
    public <T> T alone(Supplier<T> work) {
        awaitTurn();
        try (var connection = source.getConnection()) {
            return holding(connection, work);
        } catch (SQLException e) {
            throw new JournalException("no alert can be taken in: " + SqlFault.reason(e), e);
        } finally {
            turn.unlock();
        }
    }

    private void awaitTurn() {
        try {
            if (turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) return;
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private static JournalException busy() {
        var late = new SQLException("more alerts come than can be taken in within " + PATIENCE_SECONDS + " seconds");
        return new JournalException("no alert can be taken in: " + late.getMessage(), late);
    }

    /// The lock ends with the transaction, so also with whoever holds it.
    private static <T> T holding(Connection connection, Supplier<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '" + PATIENCE_SECONDS + "s'");
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            return work.get();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void keep(AlertRecord alert) {
        asked(() -> database.sql(KEEP)
                .param("notification", alert.notification())
                .param("at", Storable.time(alert.at()))
                .param("source", text(alert.source()))
                .param("fingerprint", text(alert.fingerprint()))
                .param("outbreak", text(alert.outbreak()))
                .param("name", text(alert.alert().name()))
                .param("component", text(alert.alert().component()))
                .param("text", text(alert.alert().text()))
                .param("severity", alert.alert().severity().name())
                .param("startedAt", Storable.time(datable(alert.alert().startedAt(), alert.at())))
                .param(
                        "labels",
                        text(JsonMapper.shared()
                                .writeValueAsString(alert.alert().labels())))
                .param("fate", alert.fate().name())
                .param("incident", alert.incident().id())
                .param("because", text(alert.because()))
                .param("endedAt", Storable.time(alert.endedAt().orElse(null)))
                .update());
    }

    /// The time, or another where PostgreSQL has no such time: senders may write anything.
    private static Instant datable(Instant time, Instant otherwise) {
        return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? otherwise : time;
    }

    private static String text(String text) {
        return Objects.requireNonNull(Storable.text(text));
    }

    @Override
    public Optional<AlertRecord> delivered(String notification, Instant since) {
        return asked(() -> database.sql("""
            select * from alert where notification = :notification and at >= :since::timestamptz
            order by seq desc limit 1
            """)
                .param("notification", notification)
                .param("since", Storable.time(since))
                .query((row, _) -> alert(row))
                .optional());
    }

    @Override
    public Optional<AlertRecord> latest(String fingerprint) {
        return asked(() -> database.sql("select * from alert where fingerprint = :it order by seq desc limit 1")
                .param("it", text(fingerprint))
                .query((row, _) -> alert(row))
                .optional());
    }

    @Override
    public Optional<AlertRecord> ofOutbreak(String outbreak) {
        return asked(() -> database.sql("select * from alert where outbreak = :it order by seq desc limit 1")
                .param("it", text(outbreak))
                .query((row, _) -> alert(row))
                .optional());
    }

    @Override
    public long joined(IncidentId incident) {
        return asked(() -> database.sql("select count(*) from alert where incident = :incident and fate = 'CORRELATED'")
                .param("incident", incident.id())
                .query(Long.class)
                .single());
    }

    @Override
    public boolean opened(IncidentId incident) {
        return asked(
                () -> database.sql("select exists (select from alert where incident = :incident and fate = 'OPENED')")
                        .param("incident", incident.id())
                        .query(Boolean.class)
                        .single());
    }

    @Override
    public void end(String outbreak, Instant at) {
        asked(() -> database.sql("""
            update alert set ended_at = :at::timestamptz where outbreak = :outbreak and ended_at is null
            """)
                .param("at", Storable.time(at))
                .param("outbreak", text(outbreak))
                .update());
    }

    @Override
    public List<Candidate> open(ProblemReport about, Instant since, int limit) {
        return asked(() -> database.sql(OPEN)
                .param("environment", text(about.environment()))
                .param("since", Storable.time(since))
                .param("service", Storable.text(about.service().orElse("")))
                .param("host", Storable.text(about.host().orElse("")))
                .param("limit", limit)
                .query((row, _) -> new Candidate(new IncidentId(row.getString(1)), row.getLong(2)))
                .list());
    }

    @Override
    public List<IncidentId> newest(String environment, int limit) {
        return asked(() -> database.sql("""
            select id from incident where environment = :environment
            order by reported_at desc, id desc limit :limit
            """)
                .param("environment", text(environment))
                .param("limit", limit)
                .query((row, _) -> new IncidentId(row.getString(1)))
                .list());
    }

    @Override
    public Page list(Query query) {
        return asked(() -> new Page(
                matching("select * " + MATCHES + " order by at desc, seq desc limit :limit offset :offset", query)
                        .param("limit", query.limit())
                        .param("offset", query.offset())
                        .query((row, _) -> alert(row))
                        .list(),
                matching("select count(*) " + MATCHES, query).query(Long.class).single()));
    }

    private JdbcClient.StatementSpec matching(String sql, Query query) {
        return database.sql(sql)
                .param("since", Storable.time(query.since()))
                .param("fates", query.fates().stream().map(Enum::name).sorted().toArray(String[]::new))
                .param("text", text(query.text()).strip().toLowerCase(Locale.ROOT));
    }

    @Override
    public List<Day> days(Instant since) {
        return asked(() -> database.sql(BY_DAY)
                .param("since", Storable.time(since))
                .query((row, _) -> new Day(
                        row.getObject("day", LocalDate.class),
                        row.getLong("opened"),
                        row.getLong("deduplicated"),
                        row.getLong("correlated")))
                .list());
    }

    @Override
    public List<Tally> of(IncidentId incident) {
        return asked(() -> database.sql(TALLIES)
                .param("incident", incident.id())
                .query((row, _) -> new Tally(
                        alert(row),
                        row.getObject("first_at", OffsetDateTime.class).toInstant(),
                        row.getLong("times")))
                .list());
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new JournalException("the book of alerts cannot be used: " + reason(e), e);
        }
    }

    private static String reason(DataAccessException e) {
        return e.getMostSpecificCause() instanceof SQLException sql
                ? SqlFault.reason(sql)
                : String.valueOf(e.getMostSpecificCause().getMessage());
    }

    private static AlertRecord alert(ResultSet row) throws SQLException {
        return new AlertRecord(
                row.getString("notification"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("source"),
                row.getString("fingerprint"),
                row.getString("outbreak"),
                new Alert(
                        row.getString("name"),
                        row.getString("component"),
                        row.getString("text"),
                        Severity.valueOf(row.getString("severity")),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        JsonMapper.shared().readValue(row.getString("labels"), LABELS)),
                AlertRecord.Fate.valueOf(row.getString("fate")),
                new IncidentId(row.getString("incident")),
                row.getString("because"),
                time(row.getObject("ended_at", OffsetDateTime.class)));
    }

    private static Optional<Instant> time(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
