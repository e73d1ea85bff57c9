package dev.runbook.store.bench;

import dev.runbook.store.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The rate at which a database takes commits of one row each, with nothing of ours in between: the reference
/// for benchmarks.
public final class RawCommits {

    private static final String TABLE = """
            create table if not exists raw_commit (
                incident text not null, seq bigint not null, payload text not null, primary key (incident, seq))
            """;
    private static final String INSERT = "insert into raw_commit (incident, seq, payload) values (?, ?, ?)";

    private final Database database;
    private final String payload;

    /// @param payload the text that each row carries
    public RawCommits(Database database, String payload) {
        this.database = database;
        this.payload = payload;
    }

    /// Commits rows one by one from so many connections for so long.
    ///
    /// @return commits a second
    public double perSecond(int connections, Duration length) throws SQLException, InterruptedException {
        execute("drop table if exists raw_commit");
        execute(TABLE);
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var opened = new ArrayList<Connection>();
            try {
                for (int i = 0; i < connections; i++) opened.add(database.connect());
                var start = System.nanoTime();
                var counts = new ArrayList<Future<Long>>();
                for (int i = 0; i < connections; i++) {
                    var caller = i;
                    counts.add(threads.submit(() -> commitUntil(start + length.toNanos(), opened.get(caller), caller)));
                }
                var sum = 0L;
                for (var count : counts) sum += count.get();
                return sum / ((System.nanoTime() - start) / 1e9);
            } catch (ExecutionException e) {
                throw new SQLException("a raw commit failed", e.getCause());
            } finally {
                for (var connection : opened) connection.close();
            }
        } finally {
            execute("drop table if exists raw_commit");
        }
    }

    private long commitUntil(long deadline, Connection connection, int caller) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            var seq = 0L;
            while (System.nanoTime() < deadline) {
                statement.setString(1, "caller-" + caller);
                statement.setLong(2, seq++);
                statement.setString(3, payload);
                statement.executeUpdate();
            }
            return seq;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
