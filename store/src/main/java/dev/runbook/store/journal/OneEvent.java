package dev.runbook.store.journal;

import dev.runbook.core.journal.Journal;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.store.database.Storable;
import java.sql.SQLException;
import javax.sql.DataSource;

/// One event more for one incident that nobody has to be woken for: most of what a driver writes. The same as
/// [ManyCommits] would do, at a third of its price.
final class OneEvent {

    private static final String SQL = """
            with moved as (
                update incident set
                    seq = ?, hash = ?, category = ?, severity = ?, phase = ?, waiting_for = ?, runbook = ?,
                    updated_at = ?::timestamptz
                where id = ? and seq = ? and hash = ?
                returning id
            )
            insert into journal (incident, seq, at, actor, type, payload, previous, hash)
            select id, ?, ?::timestamptz, ?, ?, ?, ?, ? from moved
            """;

    private final DataSource database;

    OneEvent(DataSource database) {
        this.database = database;
    }

    static boolean suits(PreparedCommit commit) {
        return commit.entries().size() == 1
                && commit.commit().after() > 0
                && commit.commit().wake() == Journal.Wake.KEEP;
    }

    /// @return whether the commit was taken
    boolean write(PreparedCommit commit) throws SQLException {
        var summary = commit.summary();
        var stored = commit.entries().getFirst();
        var entry = stored.entry();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SQL)) {
            statement.setLong(1, entry.seq());
            statement.setString(2, entry.hash().hex());
            statement.setString(3, summary.category().name());
            statement.setString(4, summary.severity().name());
            statement.setString(5, summary.phase().name());
            statement.setString(6, Storable.text(summary.waitingFor().orElse(null)));
            statement.setString(7, summary.runbook().map(RunbookId::id).orElse(null));
            statement.setString(8, Storable.time(summary.updatedAt()));
            statement.setString(9, entry.incident().id());
            statement.setLong(10, commit.commit().after());
            statement.setString(11, commit.previous().hex());
            statement.setLong(12, entry.seq());
            statement.setString(13, Storable.time(entry.stamped().at()));
            statement.setString(14, Storable.text(entry.stamped().actor().label()));
            statement.setString(15, stored.type());
            statement.setString(16, stored.payload());
            statement.setString(17, entry.previous().hex());
            statement.setString(18, entry.hash().hex());
            return statement.executeUpdate() == 1;
        }
    }
}
