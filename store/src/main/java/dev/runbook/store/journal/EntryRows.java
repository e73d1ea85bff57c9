package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.value.Digest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Reads entries from their table.
final class EntryRows {

    private static final String SQL =
            "select seq, payload, previous, hash from journal where incident = ? and seq > ? order by seq";

    private EntryRows() {}

    static List<JournalEntry> read(DataSource database, IncidentId incident, long after) throws SQLException {
        try (var connection = database.getConnection()) {
            return read(connection, incident, after);
        }
    }

    /// All entries of an incident, as they are stored.
    static List<ChainedEntry> stored(DataSource database, IncidentId incident) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, incident.id());
            statement.setLong(2, 0);
            var entries = new ArrayList<ChainedEntry>();
            try (var rows = statement.executeQuery()) {
                while (rows.next())
                    entries.add(new ChainedEntry(
                            incident,
                            rows.getLong(1),
                            rows.getString(2),
                            new Digest(rows.getString(3)),
                            new Digest(rows.getString(4))));
            }
            return List.copyOf(entries);
        }
    }

    static List<JournalEntry> read(Connection connection, IncidentId incident, long after) throws SQLException {
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, incident.id());
            statement.setLong(2, after);
            var entries = new ArrayList<JournalEntry>();
            try (var rows = statement.executeQuery()) {
                while (rows.next())
                    entries.add(new JournalEntry(
                            incident,
                            rows.getLong(1),
                            EventJson.read(rows.getString(2)),
                            new Digest(rows.getString(3)),
                            new Digest(rows.getString(4))));
            }
            return List.copyOf(entries);
        }
    }
}
