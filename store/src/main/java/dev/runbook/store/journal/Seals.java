package dev.runbook.store.journal;

import dev.runbook.core.journal.JournalException;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.store.database.CountedChain;
import dev.runbook.store.database.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals the journal, time after time: what a seal names cannot be taken out unseen. The seals are a chain, so the hash
/// of the last one, kept elsewhere, vouches for everything before it. Safe for use by many threads and nodes.
public final class Seals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Seals.class);

    private static final String GROWN = """
            select i.id, i.seq, i.hash from incident i left join sealed s on s.incident = i.id
            where s.seq is distinct from i.seq
            """;
    private static final String NEXT =
            "update governed_scope set version = version + 1 where name = 'seals' returning version";
    private static final String ADD = "insert into seal (seq, payload, previous, hash) values (?, ?, ?, ?)";
    private static final String REMEMBER = """
            insert into sealed (incident, seq)
            select key, split_part(value, ' ', 1)::bigint from json_each_text(?::json -> 'heads')
            on conflict (incident) do update set seq = excluded.seq
            """;
    static final CountedChain<Seal> CHAIN = new CountedChain<>(Seal.CHAIN, "seal", "seals", "seal", Seal::read);

    private final DataSource database;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("journal-seals").daemon().factory());
    private volatile boolean started;

    /// @param clock says when a seal was made
    public Seals(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Seals whatever has grown, now and then again and again, and once more when this is closed.
    ///
    /// @param pause between two seals
    public void start(Duration pause) {
        started = true;
        var _ = timer.scheduleWithFixedDelay(this::tryToSeal, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tryToSeal() {
        try {
            var _ = seal();
        } catch (JournalException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /// Makes a seal.
    ///
    /// @return empty when nothing has grown since the last one
    /// @throws JournalException when the database fails
    public Optional<Seal> seal() {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (grown(connection).isEmpty()) return Optional.empty();
                // The row of the count is the lock of the chain.
                long seq = next(connection);
                var heads = grown(connection);
                if (heads.isEmpty()) return Optional.empty();
                var seal = new Seal(seq, hashBefore(connection), payload(clock.instant(), heads));
                write(connection, seal);
                connection.commit();
                return Optional.of(seal);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new JournalException("the journal cannot be sealed: " + SqlFault.reason(e), e);
        }
    }

    private static Map<String, String> grown(Connection connection) throws SQLException {
        var heads = new TreeMap<String, String>();
        try (var statement = connection.prepareStatement(GROWN);
                var rows = statement.executeQuery()) {
            while (rows.next()) heads.put(rows.getString("id"), rows.getLong("seq") + " " + rows.getString("hash"));
        }
        return heads;
    }

    private static String payload(Instant at, Map<String, String> heads) {
        var fields = new TreeMap<String, Value>();
        heads.forEach((incident, head) -> fields.put(incident, new Value.Text(head)));
        return Json.write(Value.fields("at", at.toString(), "heads", new Value.Fields(fields)));
    }

    private static long next(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(NEXT);
                var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String hashBefore(Connection connection) throws SQLException {
        return last(connection).map(Seal::hash).orElse(CountedChain.ORIGIN);
    }

    private static void write(Connection connection, Seal seal) throws SQLException {
        try (var add = connection.prepareStatement(ADD);
                var remember = connection.prepareStatement(REMEMBER)) {
            add.setLong(1, seal.seq());
            add.setString(2, seal.payload());
            add.setString(3, seal.previous());
            add.setString(4, seal.hash());
            add.executeUpdate();
            remember.setString(1, seal.payload());
            remember.executeUpdate();
        }
    }

    /// The last seal; its hash is what is worth keeping elsewhere.
    ///
    /// @throws JournalException when the database fails
    public Optional<Seal> last() {
        try (var connection = database.getConnection()) {
            return last(connection);
        } catch (SQLException e) {
            throw new JournalException("the seals cannot be read: " + SqlFault.reason(e), e);
        }
    }

    private static Optional<Seal> last(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select * from seal order by seq desc limit 1");
                var row = statement.executeQuery()) {
            return row.next() ? Optional.of(Seal.read(row)) : Optional.empty();
        }
    }

    /// Whether one of the seals has this hash.
    ///
    /// @throws JournalException when the database fails
    public boolean has(String hash) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select from seal where hash = ?")) {
            statement.setString(1, hash);
            try (var row = statement.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new JournalException("the seals cannot be read: " + SqlFault.reason(e), e);
        }
    }

    /// What is wrong with the chain of seals itself, in a sentence; empty when every seal is what was written and none
    /// is missing. Whether the journal still has what they name is for [JournalAudit].
    public Optional<String> fault() {
        return CHAIN.fault(database);
    }

    /// Makes the last seal, if they were begun.
    @Override
    public void close() {
        timer.shutdownNow();
        if (started) tryToSeal();
    }
}
