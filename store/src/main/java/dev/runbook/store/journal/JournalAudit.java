package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.database.Storable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Checks that the journal is what was written: every hash is computed again from the stored text, the chains
/// end where the incidents' lines say, and everything that a seal names is there. Safe for use by many
/// threads.
///
/// Who can write to the database can also make new chains and new seals to the end; keep the hash of a seal
/// elsewhere against that ([Seals#has]).
public final class JournalAudit {

    private static final String ENTRIES = """
            select incident, seq, at, actor, type, payload, previous, hash
            from journal where ?::text is null or incident = ? order by incident, seq
            """;
    private static final String ENDS = """
            select coalesce(i.id, j.incident) as incident, coalesce(i.seq, 0) as told, coalesce(j.seq, 0) as found
            from incident i full join (select incident, max(seq) as seq from journal group by incident) j
                on j.incident = i.id
            where (?::text is null or coalesce(i.id, j.incident) = ?) and (
                i.seq is distinct from j.seq
                or exists (select from journal e where e.incident = i.id and e.seq = i.seq and e.hash <> i.hash))
            """;
    private static final String SEALED = """
            select h.key as incident, split_part(h.value, ' ', 1)::bigint as seq, s.seq as seal,
                s.payload::json ->> 'at' as at, j.hash is null as missing
            from seal s
                cross join lateral json_each_text(s.payload::json -> 'heads') h
                left join journal j on j.incident = h.key and j.seq = split_part(h.value, ' ', 1)::bigint
            where (?::text is null or h.key = ?) and j.hash is distinct from split_part(h.value, ' ', 2)
            order by s.seq
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
            // One snapshot for all questions. Rows come in portions only inside a transaction.
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                var read = new Reading();
                entries(connection, incident, read);
                ask(connection, ENDS, incident, row -> read.add(end(row)));
                // What broken seals name is worth nothing.
                if (Seals.CHAIN.fault(database).isEmpty())
                    ask(connection, SEALED, incident, row -> read.add(taken(row)));
                return read.faults.isEmpty()
                        ? new ChainCheck.Intact(read.incidents, read.entries)
                        : new ChainCheck.Broken(List.copyOf(read.faults.values()));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new JournalException("the journal cannot be checked: " + SqlFault.reason(e), e);
        }
    }

    /// What was counted and found so far.
    private static final class Reading {
        private final Map<String, ChainCheck.Fault> faults = new TreeMap<>();
        private long incidents;
        private long entries;

        void add(ChainCheck.Fault fault) {
            faults.putIfAbsent(fault.incident(), fault);
        }
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private static void ask(Connection connection, String question, @Nullable String incident, Row row)
            throws SQLException {
        try (var statement = connection.prepareStatement(question)) {
            statement.setString(1, incident);
            statement.setString(2, incident);
            statement.setFetchSize(500);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) row.take(rows);
            }
        }
    }

    private static void entries(Connection connection, @Nullable String incident, Reading read) throws SQLException {
        var before = new AtomicReference<>(new Link("", 0, JournalEntry.ORIGIN.hex()));
        ask(connection, ENTRIES, incident, row -> {
            var id = row.getString("incident");
            var last = before.get();
            if (!id.equals(last.incident)) {
                last = new Link(id, 0, JournalEntry.ORIGIN.hex());
                read.incidents++;
            }
            read.entries++;
            before.set(new Link(id, row.getLong("seq"), row.getString("hash")));
            if (read.faults.containsKey(id)) return;
            var seq = last.seq + 1;
            fault(row, last).ifPresent(reason -> read.add(new ChainCheck.Fault(id, seq, reason)));
        });
    }

    /// The entry that the next one must follow.
    private record Link(String incident, long seq, String hash) {}

    private static Optional<String> fault(ResultSet row, Link last) throws SQLException {
        var seq = row.getLong("seq");
        if (seq != last.seq + 1) return Optional.of("the entry is missing, the next one is " + seq);
        if (!row.getString("previous").equals(last.hash))
            return Optional.of("the entry does not follow the one before it");
        var hash = Chain.hash(last.hash, last.incident, seq, row.getString("payload"));
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

    private static ChainCheck.Fault end(ResultSet row) throws SQLException {
        var told = row.getLong("told");
        var found = row.getLong("found");
        return told == found
                ? new ChainCheck.Fault(row.getString("incident"), found, "the incident's line names another last entry")
                : new ChainCheck.Fault(
                        row.getString("incident"),
                        Math.min(told, found) + 1,
                        "the incident's line says that it has " + told + " entries, the journal has " + found);
    }

    private static ChainCheck.Fault taken(ResultSet row) throws SQLException {
        var seal = "seal " + row.getLong("seal") + " of " + row.getString("at");
        return new ChainCheck.Fault(
                row.getString("incident"),
                row.getLong("seq"),
                row.getBoolean("missing") ? seal + " names the entry, and it is gone" : seal + " names another entry");
    }
}
