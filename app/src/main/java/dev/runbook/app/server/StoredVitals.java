package dev.runbook.app.server;

import dev.runbook.app.web.Vitals;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/// Asks the database whether it can be written to, at most once in a while. Safe for use by many threads; while
/// one asks, the others go by what was known before.
final class StoredVitals implements Vitals {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int PATIENCE_SECONDS = 2;

    /// A replica, a database that was set to read only, and an account that may not write all look well as long
    /// as nobody writes.
    private static final String QUESTION = """
            select case
                when pg_is_in_recovery() then 'it is a standby'
                when current_setting('transaction_read_only') = 'on' then 'it is set to read only'
                when not has_table_privilege('journal', 'insert') then 'this account may not write to its journal'
                end""";

    private final DataSource database;
    private final InstantSource clock;
    private final AtomicReference<Answer> last = new AtomicReference<>(new Answer(Instant.EPOCH, List.of()));

    private record Answer(Instant at, List<String> problems) {}

    /// @param clock real time, whatever the time in the system is
    StoredVitals(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<String> problems() {
        var now = clock.instant();
        var known = last.get();
        if (known.at().plus(FRESH).isAfter(now)) return known.problems();
        // Whoever comes first asks.
        if (!last.compareAndSet(known, new Answer(now, known.problems())))
            return last.get().problems();
        var problems = ask();
        last.set(new Answer(now, problems));
        return problems;
    }

    private List<String> ask() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            try (var rows = statement.executeQuery(QUESTION)) {
                rows.next();
                var why = rows.getString(1);
                return why == null
                        ? List.of()
                        : List.of("The database cannot be written to (" + why + "). Nothing is executed, and reports"
                                + " and decisions are refused, until it can be.");
            }
        } catch (SQLException _) {
            return List.of("The database does not answer. Nothing is executed, and nothing can be shown or decided,"
                    + " until it does; the server's log says what is wrong.");
        }
    }
}
