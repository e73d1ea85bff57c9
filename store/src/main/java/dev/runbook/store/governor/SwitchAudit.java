package dev.runbook.store.governor;

import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.journal.JournalException;
import dev.runbook.store.database.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// Checks that the turns of the kill switch are what was written, and that none is missing. Safe for use by
/// many threads.
public final class SwitchAudit {

    private static final String TURNS = "select * from kill_switch order by seq";
    private static final String VERSION = "select version from governed_scope where name = ?";

    private final DataSource database;

    public SwitchAudit(DataSource database) {
        this.database = database;
    }

    /// What is wrong, in a sentence; empty when nothing is.
    public Optional<String> fault() {
        try (var connection = database.getConnection()) {
            // One snapshot for both questions.
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return fault(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new JournalException("the turns of the kill switch cannot be checked: " + SqlFault.reason(e), e);
        }
    }

    private static Optional<String> fault(Connection connection) throws SQLException {
        long count = 0;
        var previous = SwitchEntry.ORIGIN;
        try (var statement = connection.prepareStatement(TURNS);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var entry = SwitchEntry.read(rows);
                count++;
                if (entry.seq() != count) return Optional.of("turn " + count + " of the kill switch is missing");
                if (!entry.previous().equals(previous)
                        || !rows.getString("payload").equals(entry.payload())
                        || !rows.getString("hash").equals(entry.hash()))
                    return Optional.of("turn " + count + " of the kill switch is not what was written");
                previous = entry.hash();
            }
        }
        long version = version(connection);
        return version == count
                ? Optional.empty()
                : Optional.of("the kill switch was turned " + version + " times, and " + count + " turns are kept");
    }

    private static long version(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(VERSION)) {
            statement.setString(1, KillSwitch.SCOPE);
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
