package dev.runbook.store.database;

import dev.runbook.core.journal.JournalException;
import dev.runbook.core.value.Digest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// A table beside the incidents' journals whose rows are chained by hashes, and counted elsewhere, so that a cut-off
/// end shows. Its rows have `seq`, from 1 without gaps, `payload`, `previous` and `hash`. Safe for use by many threads.
///
/// @param scope the row of `governed_scope` that counts the entries
/// @param table where they are kept
/// @param name what the chain is called in a sentence
/// @param entry what one row is called
/// @param reader makes an entry of a row
public record CountedChain<E extends CountedChain.Entry>(
        String scope, String table, String name, String entry, Reader<E> reader) {

    /// What the first entry follows.
    public static final String ORIGIN = "0".repeat(64);

    private static final int PORTION = 500;

    /// One row.
    public interface Entry {
        /// From 1.
        long seq();

        /// The hash of the entry before it; [#ORIGIN] for the first.
        String previous();

        /// Everything that it says, as text.
        String payload();

        /// In lower-case hexadecimal.
        String hash();
    }

    /// Makes an entry of a row.
    @FunctionalInterface
    public interface Reader<E> {
        E read(ResultSet row) throws SQLException;
    }

    /// The hash of an entry, in lower-case hexadecimal: it covers the hash before it, the chain, the place and what the
    /// entry says.
    public static String hash(String previous, String scope, long seq, String payload) {
        return Digest.of(previous + " " + scope + " " + seq + " " + payload).hex();
    }

    /// What is wrong, in a sentence; empty when every entry is what was written and none is missing.
    ///
    /// @throws JournalException when the database fails
    public Optional<String> fault(DataSource database) {
        try (var connection = database.getConnection()) {
            // One snapshot for both questions. Rows come in portions only inside a transaction.
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return fault(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new JournalException("the " + name + " cannot be checked: " + SqlFault.reason(e), e);
        }
    }

    private Optional<String> fault(Connection connection) throws SQLException {
        long found = 0;
        var previous = ORIGIN;
        try (var statement = connection.prepareStatement("select * from " + table + " order by seq")) {
            statement.setFetchSize(PORTION);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var read = reader.read(rows);
                    found++;
                    if (read.seq() != found)
                        return Optional.of(entry + " " + found + " of the " + name + " is missing");
                    if (!read.previous().equals(previous)
                            || !rows.getString("payload").equals(read.payload())
                            || !rows.getString("hash").equals(read.hash()))
                        return Optional.of(entry + " " + found + " of the " + name + " is not what was written");
                    previous = read.hash();
                }
            }
        }
        long counted = count(connection);
        return counted == found
                ? Optional.empty()
                : Optional.of("the " + name + " counts " + counted + " of its entries, and " + found + " are kept");
    }

    private long count(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select version from governed_scope where name = ?")) {
            statement.setString(1, scope);
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
