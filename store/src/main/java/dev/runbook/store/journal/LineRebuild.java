package dev.runbook.store.journal;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.database.Storable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/// Makes the incidents' lines again from the journal, where they are lost or their meaning has changed. Can run
/// while incidents are driven: each line is locked while it is made.
public final class LineRebuild {

    private static final String UPSERT = """
            insert into incident (
                id, seq, hash, title, host, service, environment, category, severity, phase, waiting_for, runbook,
                reported_by, reported_at, updated_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)
            on conflict (id) do update set
                seq = excluded.seq, hash = excluded.hash, title = excluded.title, host = excluded.host,
                service = excluded.service, environment = excluded.environment, category = excluded.category,
                severity = excluded.severity, phase = excluded.phase, waiting_for = excluded.waiting_for,
                runbook = excluded.runbook, reported_by = excluded.reported_by,
                reported_at = excluded.reported_at, updated_at = excluded.updated_at
            """;

    private final DataSource database;

    public LineRebuild(DataSource database) {
        this.database = database;
    }

    /// @param summarize gives the line of an incident from all its entries, which are in order and never none
    /// @return how many lines were made
    public int rebuild(Function<List<JournalEntry>, IncidentSummary> summarize) {
        try (var connection = database.getConnection()) {
            var incidents = incidents(connection);
            connection.setAutoCommit(false);
            for (var incident : incidents) {
                lock(connection, incident);
                var entries = EntryRows.read(connection, incident, 0);
                upsert(connection, summarize.apply(entries), entries.getLast());
                connection.commit();
            }
            return incidents.size();
        } catch (SQLException e) {
            throw new JournalException("the incidents' lines cannot be made again: " + SqlFault.reason(e), e);
        }
    }

    private static List<IncidentId> incidents(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select incident from journal where seq = 1 order by 1");
                var rows = statement.executeQuery()) {
            var incidents = new ArrayList<IncidentId>();
            while (rows.next()) incidents.add(new IncidentId(rows.getString(1)));
            return incidents;
        }
    }

    private static void lock(Connection connection, IncidentId incident) throws SQLException {
        try (var statement = connection.prepareStatement("select from incident where id = ? for update")) {
            statement.setString(1, incident.id());
            statement.execute();
        }
    }

    private static void upsert(Connection connection, IncidentSummary line, JournalEntry last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            statement.setString(1, last.incident().id());
            statement.setLong(2, last.seq());
            statement.setString(3, last.hash().hex());
            statement.setString(4, Storable.text(line.title()));
            statement.setString(5, Storable.text(line.host().orElse(null)));
            statement.setString(6, Storable.text(line.service().orElse(null)));
            statement.setString(7, Storable.text(line.environment()));
            statement.setString(8, line.category().name());
            statement.setString(9, line.severity().name());
            statement.setString(10, line.phase().name());
            statement.setString(11, Storable.text(line.waitingFor().orElse(null)));
            statement.setString(12, line.runbook().map(RunbookId::id).orElse(null));
            statement.setString(13, Storable.text(line.reportedBy()));
            statement.setString(14, Storable.time(line.reportedAt()));
            statement.setString(15, Storable.time(line.updatedAt()));
            statement.executeUpdate();
        }
    }
}
