package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.database.GroupCommit;
import dev.runbook.store.journal.PreparedCommit.Fate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/// Adds commits of different incidents to the journal in one statement, which is one round trip and one
/// transaction: it moves the incidents' lines on, adds the entries, and wakes rows of the queue or puts them to
/// rest.
///
/// A commit is taken only if its incident's line still stands where the commit says. The line is locked by
/// that, so of two writers one waits and then sees that it is late. Whoever puts a row to rest or wakes it
/// holds the line too, so no wake-up is lost between the two.
final class AppendTransaction implements GroupCommit.Transaction<PreparedCommit, Fate> {

    private final DataSource database;
    private final Map<AppendStatement, String> statements = new ConcurrentHashMap<>();

    AppendTransaction(DataSource database) {
        this.database = database;
    }

    /// @return the fate of each commit; of several for one incident, or for one target, only the first can be
    ///     taken
    @Override
    public List<Fate> write(List<PreparedCommit> commits) throws SQLException {
        var firsts = new LinkedHashMap<IncidentId, PreparedCommit>();
        var fates = new IdentityHashMap<PreparedCommit, Fate>();
        var scopes = new HashSet<String>();
        for (var commit : commits) {
            if (firsts.containsKey(commit.incident())) fates.put(commit, new Fate.Late());
            else if (commit.permit().stream()
                    .flatMap(permit -> permit.wish().scopes().stream())
                    .anyMatch(scopes::contains)) fates.put(commit, new Fate.Barred());
            else {
                firsts.put(commit.incident(), commit);
                commit.permit().ifPresent(permit -> scopes.addAll(permit.wish().scopes()));
            }
        }
        var written = writeOneEach(firsts.values());
        return commits.stream()
                .map(commit -> Optional.ofNullable(fates.get(commit))
                        .orElseGet(() -> written.getOrDefault(commit.incident(), new Fate.Late())))
                .toList();
    }

    private Map<IncidentId, Fate> writeOneEach(Collection<PreparedCommit> commits) throws SQLException {
        var append = AppendStatement.of(commits);
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(statements.computeIfAbsent(append, AppendStatement::sql))) {
            append.bind(statement, commits);
            var fates = new HashMap<IncidentId, Fate>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) fates.put(new IncidentId(rows.getString(1)), fate(rows));
            }
            return fates;
        }
    }

    private static Fate fate(ResultSet row) throws SQLException {
        var version = row.getLong(2);
        if (row.wasNull()) return new Fate.Taken(OptionalLong.empty());
        return version < 0 ? new Fate.Barred() : new Fate.Taken(OptionalLong.of(version));
    }
}
