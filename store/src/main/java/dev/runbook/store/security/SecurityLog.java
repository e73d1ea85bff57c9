package dev.runbook.store.security;

import dev.runbook.core.journal.JournalException;
import dev.runbook.store.database.CountedChain;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.database.Storable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// What was done about access, each entry chained to the one before by its hash. Safe for use by many
/// threads and nodes; throws [JournalException] when the database fails.
public final class SecurityLog {

    private static final String NEXT =
            "update governed_scope set version = version + 1 where name = 'security log' returning version";
    private static final String HASH = "select hash from security_event where seq = ?";
    private static final String ADD = """
            insert into security_event (seq, at, act, actor, subject, detail, payload, previous, hash)
            values (?, ?::timestamptz, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String NEWEST = "select * from security_event where seq < ? order by seq desc limit ?";
    private static final String LAST_OF = "select * from security_event where act = ? order by seq desc limit 1";
    private static final CountedChain<SecurityEntry> CHAIN =
            new CountedChain<>(SecurityEntry.CHAIN, "security_event", "security log", "entry", SecurityEntry::read);

    private final DataSource database;

    public SecurityLog(DataSource database) {
        this.database = database;
    }

    /// Adds an entry; when this returns, it is durable.
    ///
    /// @param act what was done, in a word
    public void add(Instant at, String act, String actor, String subject, String detail) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                // The row of the count is the lock of the chain.
                long seq = next(connection);
                write(connection, new SecurityEntry(seq, at, act, actor, subject, detail, hashBefore(connection, seq)));
                connection.commit();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw fault("the security log cannot be written", e);
        }
    }

    private static long next(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(NEXT);
                var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String hashBefore(Connection connection, long seq) throws SQLException {
        try (var statement = connection.prepareStatement(HASH)) {
            statement.setLong(1, seq - 1);
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : CountedChain.ORIGIN;
            }
        }
    }

    private static void write(Connection connection, SecurityEntry entry) throws SQLException {
        try (var statement = connection.prepareStatement(ADD)) {
            statement.setLong(1, entry.seq());
            statement.setString(2, Storable.time(entry.at()));
            statement.setString(3, entry.act());
            statement.setString(4, entry.actor());
            statement.setString(5, entry.subject());
            statement.setString(6, entry.detail());
            statement.setString(7, entry.payload());
            statement.setString(8, entry.previous());
            statement.setString(9, entry.hash());
            statement.executeUpdate();
        }
    }

    /// The newest entries, newest first.
    ///
    /// @param before only those before this one; `Long.MAX_VALUE` for all
    public List<SecurityEntry> newest(int count, long before) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(NEWEST)) {
            statement.setLong(1, before);
            statement.setInt(2, count);
            var entries = new ArrayList<SecurityEntry>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) entries.add(SecurityEntry.read(rows));
            }
            return entries;
        } catch (SQLException e) {
            throw fault("the security log cannot be read", e);
        }
    }

    /// The last entry about such an act.
    public Optional<SecurityEntry> last(String act) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(LAST_OF)) {
            statement.setString(1, act);
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(SecurityEntry.read(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw fault("the security log cannot be read", e);
        }
    }

    /// What is wrong with the chain, in a sentence; empty when every entry is what was written and none is
    /// missing.
    public Optional<String> fault() {
        return CHAIN.fault(database);
    }

    private static JournalException fault(String what, SQLException e) {
        return new JournalException(what + ": " + SqlFault.reason(e), e);
    }
}
