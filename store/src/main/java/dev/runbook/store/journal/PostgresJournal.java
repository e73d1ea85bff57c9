package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.value.Digest;
import dev.runbook.store.database.GroupCommit;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.journal.HeadCache.Head;
import dev.runbook.store.journal.PreparedCommit.Fate;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/// The journal in PostgreSQL. Commits of concurrent callers share transactions.
public final class PostgresJournal implements Journal, AutoCloseable {

    private static final int COMMITS_A_TRANSACTION = 256;
    private static final int ATTEMPTS = 10;
    private static final Head NO_ENTRIES = new Head(0, JournalEntry.ORIGIN);

    private final DataSource reads;
    private final Work work;
    private final GroupCommit<PreparedCommit, Fate> commits;
    private final ChangeNotices notices;
    private final HeadCache heads = new HeadCache();

    /// The journals of incidents that were just taken in and are about to be driven here, who would else be
    /// read back at once.
    private final Map<IncidentId, List<JournalEntry>> justOpened = new ConcurrentHashMap<>();

    /// @param work the queue whose rows commits wake and put to rest
    public PostgresJournal(DataSource database, Work work) {
        this(database, database, work);
    }

    /// @param reads where incidents are read, of the same database
    public PostgresJournal(DataSource database, DataSource reads, Work work) {
        this.reads = reads;
        this.work = work;
        this.commits = new GroupCommit<>("journal-writer", 2, COMMITS_A_TRANSACTION, new AppendTransaction(database));
        this.notices = new ChangeNotices(database);
    }

    @Override
    public List<JournalEntry> read(IncidentId incident) {
        var opened = justOpened.remove(incident);
        return opened != null ? opened : read(incident, 0);
    }

    @Override
    public List<JournalEntry> read(IncidentId incident, long after) {
        try {
            var entries = EntryRows.read(reads, incident, after);
            if (!entries.isEmpty()) remember(entries.getLast());
            return entries;
        } catch (SQLException e) {
            throw fault("read", incident, e);
        }
    }

    /// The entries of an incident with the very texts that are hashed, in order; empty when there is no such
    /// incident.
    public List<ChainedEntry> stored(IncidentId incident) {
        try {
            return EntryRows.stored(reads, incident);
        } catch (SQLException e) {
            throw fault("read", incident, e);
        }
    }

    @Override
    public Append append(Commit commit) {
        var claimant = commit.wake() instanceof Wake.Drive ? work.reserve() : Optional.<String>empty();
        var claimed = OptionalLong.empty();
        try {
            var head = likelyHead(commit);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (head.seq() != commit.after()) return new Append.Conflict(head.seq());
                var prepared = PreparedCommit.of(commit, head.hash(), claimant, resting(commit));
                switch (commits.submit(prepared)) {
                    case Fate.Taken taken -> {
                        claimed = taken.claimed();
                        return appended(prepared, taken);
                    }
                    case Fate.Barred _ -> {
                        return new Append.Conflict(commit.after());
                    }
                    case Fate.Late _ -> head = storedHead(commit.incident());
                }
            }
        } catch (SQLException e) {
            throw fault("written", commit.incident(), e);
        } finally {
            if (claimant.isPresent() && claimed.isEmpty()) work.release();
        }
        throw new JournalException(
                "the journal of " + commit.incident() + " refuses an entry after " + commit.after() + ", its last one",
                new IllegalStateException(ATTEMPTS + " attempts"));
    }

    @Override
    public CompletableFuture<Append> begin(Commit commit) {
        var head = heads.get(commit.incident()).filter(known -> known.seq() == commit.after());
        if (head.isEmpty() || commit.wake() instanceof Wake.Drive) return Journal.super.begin(commit);
        var prepared = PreparedCommit.of(commit, head.get().hash(), Optional.empty(), resting(commit));
        return commits.begin(prepared)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof SQLException e ? fault("written", commit.incident(), e) : failure))
                .thenCompose(fate -> switch (fate) {
                    case Fate.Taken taken -> CompletableFuture.completedFuture(appended(prepared, taken));
                    case Fate.Barred _ -> CompletableFuture.completedFuture(new Append.Conflict(commit.after()));
                    case Fate.Late _ -> CompletableFuture.supplyAsync(() -> append(commit), Thread::startVirtualThread);
                });
    }

    private OptionalLong resting(Commit commit) {
        return commit.wake() instanceof Wake.Rest ? work.held(commit.incident()) : OptionalLong.empty();
    }

    private Append appended(PreparedCommit prepared, Fate.Taken taken) {
        var incident = prepared.incident();
        remember(prepared.last());
        notices.changed(incident, prepared.last().seq());
        if (prepared.commit().after() > 0) justOpened.remove(incident);
        else if (taken.claimed().isPresent()) justOpened.put(incident, prepared.journalEntries());
        prepared.resting().ifPresent(version -> work.rested(incident, version));
        if (taken.claimed().isPresent()) work.begin(incident, taken.claimed().getAsLong());
        else if (prepared.commit().wake() instanceof Wake.Drive) work.wake();
        return new Append.Appended(prepared.journalEntries());
    }

    /// Where the journal ends if the caller is up to date: known without asking, mostly.
    private Head likelyHead(Commit commit) throws SQLException {
        if (commit.after() == 0) return NO_ENTRIES;
        var known = heads.get(commit.incident()).filter(head -> head.seq() == commit.after());
        return known.isPresent() ? known.get() : storedHead(commit.incident());
    }

    private Head storedHead(IncidentId incident) throws SQLException {
        try (var connection = reads.getConnection();
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
