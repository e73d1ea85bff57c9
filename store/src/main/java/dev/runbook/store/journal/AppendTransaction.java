package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.database.GroupCommit;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import javax.sql.DataSource;

/// Adds commits to the journal in one transaction of one statement.
///
/// A commit is taken only if its incident's line still stands where the commit says. The line is locked by
/// that, so of two writers one waits and then sees that it is late.
final class AppendTransaction implements GroupCommit.Transaction<PreparedCommit, Boolean> {

    private final OneEvent oneEvent;
    private final ManyCommits manyCommits;

    AppendTransaction(DataSource database) {
        oneEvent = new OneEvent(database);
        manyCommits = new ManyCommits(database);
    }

    /// @return whether each commit was taken; of several for one incident only the first can be
    @Override
    public List<Boolean> write(List<PreparedCommit> commits) throws SQLException {
        if (commits.size() == 1 && OneEvent.suits(commits.getFirst()))
            return List.of(oneEvent.write(commits.getFirst()));
        var firsts = new LinkedHashMap<IncidentId, PreparedCommit>();
        for (var commit : commits) firsts.putIfAbsent(commit.incident(), commit);
        var taken = manyCommits.write(firsts.values());
        return commits.stream().map(commit -> taken.remove(commit.incident())).toList();
    }
}
