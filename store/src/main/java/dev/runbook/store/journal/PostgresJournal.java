package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.value.Digest;
import dev.runbook.store.database.GroupCommit;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.journal.HeadCache.Head;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// The journal in PostgreSQL. Commits of concurrent callers share transactions.
public final class PostgresJournal implements Journal, AutoCloseable {

    private static final int COMMITS_A_TRANSACTION = 256;
    private static final int ATTEMPTS = 10;
    private static final Head NO_ENTRIES = new Head(0, JournalEntry.ORIGIN);

    private final DataSource database;
    private final Runnable onWake;
    private final GroupCommit<PreparedCommit, Boolean> commits;
    private final ChangeNotices notices;
    private final HeadCache heads = new HeadCache();

    /// @param onWake called after a commit that asks for its incident to be driven; it must not block
    public PostgresJournal(DataSource database, Runnable onWake) {
        this.database = database;
        this.onWake = onWake;
        this.commits = new GroupCommit<>("journal-writer", COMMITS_A_TRANSACTION, new AppendTransaction(database));
        this.notices = new ChangeNotices(database);
    }

    @Override
    public List<JournalEntry> read(IncidentId incident) {
        return read(incident, 0);
    }

    /// The entries of an incident that come after an entry, in order.
    public List<JournalEntry> read(IncidentId incident, long after) {
        try {
            var entries = EntryRows.read(database, incident, after);
            if (!entries.isEmpty()) remember(entries.getLast());
            return entries;
        } catch (SQLException e) {
            throw fault("read", incident, e);
        }
    }

    @Override
    public Append append(Commit commit) {
        var incident = commit.incident();
        try {
            var head = likelyHead(commit);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (head.seq() != commit.after()) return new Append.Conflict(head.seq());
                var prepared = PreparedCommit.of(commit, head.hash());
                if (commits.submit(prepared)) return appended(prepared);
                head = storedHead(incident);
            }
        } catch (SQLException e) {
            throw fault("written", incident, e);
        }
        throw new JournalException(
                "the journal of " + incident + " refuses an entry after " + commit.after() + ", its last one",
                new IllegalStateException(ATTEMPTS + " attempts"));
    }

    private Append appended(PreparedCommit prepared) {
        remember(prepared.last());
        notices.changed(prepared.incident(), prepared.last().seq());
        if (prepared.commit().wake() == Wake.DRIVE) onWake.run();
        return new Append.Appended(prepared.journalEntries());
    }

    /// Where the journal ends if the caller is up to date: known without asking, mostly.
    private Head likelyHead(Commit commit) throws SQLException {
        if (commit.after() == 0) return NO_ENTRIES;
        var known = heads.get(commit.incident()).filter(head -> head.seq() == commit.after());
        return known.isPresent() ? known.get() : storedHead(commit.incident());
    }

    private Head storedHead(IncidentId incident) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select seq, hash from incident where id = ?")) {
            statement.setString(1, incident.id());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? new Head(rows.getLong(1), new Digest(rows.getString(2))) : NO_ENTRIES;
            }
        }
    }

    private void remember(JournalEntry last) {
        heads.put(last.incident(), new Head(last.seq(), last.hash()));
    }

    private static JournalException fault(String what, IncidentId incident, SQLException e) {
        return new JournalException("the journal of " + incident + " cannot be " + what + ": " + SqlFault.reason(e), e);
    }

    /// Writes what is waiting and takes nothing more.
    @Override
    public void close() {
        commits.close();
        notices.close();
    }
}
