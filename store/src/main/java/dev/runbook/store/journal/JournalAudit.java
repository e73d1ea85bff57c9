package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.value.Digest;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.database.Storable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Checks that the journal is what was written: every hash is computed again from the stored text, and the
/// chains end where the incidents' lines say. Safe for use by many threads.
///
/// Who can write to the database can also make a new chain to the end; keep the last hashes elsewhere against
/// that.
public final class JournalAudit {

    private static final String ENTRIES = """
            select incident, seq, at, actor, type, payload, previous, hash
            from journal where ?::text is null or incident = ? order by incident, seq
            """;
    private static final String ENDS = """
            select coalesce(i.id, j.incident) as incident, i.seq as told, j.seq as found
            from incident i full join (select incident, max(seq) as seq from journal group by incident) j
                on j.incident = i.id
            where (?::text is null or coalesce(i.id, j.incident) = ?) and (
                i.seq is distinct from j.seq
                or exists (select from journal e where e.incident = i.id and e.seq = i.seq and e.hash <> i.hash))
            order by 1 limit 1
            """;

    private final DataSource database;

    public JournalAudit(DataSource database) {
        this.database = database;
    }

    /// Checks one incident. One that does not exist is intact and has no entries.
    public ChainCheck check(IncidentId incident) {
        return check(incident.id());
    }

    /// Checks every incident; reads the whole journal, but never holds much of it.
    public ChainCheck checkAll() {
        return check((String) null);
    }

    private ChainCheck check(@Nullable String incident) {
        try (var connection = database.getConnection()) {
            // One snapshot for both questions. Rows come in portions only inside a transaction.
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                var entries = entries(connection, incident);
                if (entries instanceof ChainCheck.Broken) return entries;
                return ends(connection, incident).orElse(entries);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new JournalException("the journal cannot be checked: " + SqlFault.reason(e), e);
        }
    }

    private static ChainCheck entries(Connection connection, @Nullable String incident) throws SQLException {
        try (var statement = connection.prepareStatement(ENTRIES)) {
            statement.setString(1, incident);
            statement.setString(2, incident);
            statement.setFetchSize(500);
            long incidents = 0;
            long count = 0;
            var last = new Link("", 0, JournalEntry.ORIGIN.hex());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var id = rows.getString("incident");
                    if (!id.equals(last.incident)) {
                        last = new Link(id, 0, JournalEntry.ORIGIN.hex());
                        incidents++;
                    }
                    var fault = fault(rows, last);
                    if (fault.isPresent()) return new ChainCheck.Broken(new IncidentId(id), last.seq + 1, fault.get());
                    last = new Link(id, rows.getLong("seq"), rows.getString("hash"));
                    count++;
                }
            }
            return new ChainCheck.Intact(incidents, count);
        }
    }

    /// The entry that the next one must follow.
    private record Link(String incident, long seq, String hash) {}

    private static Optional<String> fault(ResultSet row, Link last) throws SQLException {
        var seq = row.getLong("seq");
        if (seq != last.seq + 1) return Optional.of("the entry is missing, the next one is " + seq);
        if (!row.getString("previous").equals(last.hash))
            return Optional.of("the entry does not follow the one before it");
        var hash = Chain.hash(new Digest(last.hash), new IncidentId(last.incident), seq, row.getString("payload"));
        if (!row.getString("hash").equals(hash.hex())) return Optional.of("the entry is not what was hashed");
        return disagreement(row);
    }

    /// The columns that repeat what the payload says are not hashed; they must agree with it.
    private static Optional<String> disagreement(ResultSet row) throws SQLException {
        var stamped = EventJson.read(row.getString("payload"));
        var at = row.getObject("at", OffsetDateTime.class).toInstant();
        var agrees = at.equals(stamped.at().truncatedTo(ChronoUnit.MICROS))
                && row.getString("actor").equals(Storable.text(stamped.actor().label()))
                && row.getString("type").equals(stamped.event().getClass().getSimpleName());
        return agrees ? Optional.empty() : Optional.of("time, actor or type are not what the entry's text says");
    }

    private static Optional<ChainCheck> ends(Connection connection, @Nullable String incident) throws SQLException {
        try (var statement = connection.prepareStatement(ENDS)) {
            statement.setString(1, incident);
            statement.setString(2, incident);
            try (var row = statement.executeQuery()) {
                if (!row.next()) return Optional.empty();
                var told = row.getLong("told");
                var found = row.getLong("found");
                var id = new IncidentId(row.getString("incident"));
                return Optional.of(
                        told == found
                                ? new ChainCheck.Broken(id, found, "the incident's line names another last entry")
                                : new ChainCheck.Broken(
                                        id,
                                        Math.min(told, found) + 1,
                                        "the incident's line says that it has " + told + " entries, the journal has "
                                                + found));
            }
        }
    }
}
