package dev.runbook.store.database;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// Asks a database whether it can be written to, without writing. A disk that is full it does not see. Safe for
/// use by many threads.
public final class WriteCheck {

    private static final int PATIENCE_SECONDS = 2;

    /// A standby, a database that was set to read only, and an account that may not write all look well as long
    /// as nobody writes.
    private static final String QUESTION = """
            select case
                when pg_is_in_recovery() then 'it is a standby'
                when current_setting('transaction_read_only') = 'on' then 'it is set to read only'
                when not has_table_privilege('journal', 'insert') then 'this account may not write to its journal'
                end""";

    private final DataSource database;

    public WriteCheck(DataSource database) {
        this.database = database;
    }

    /// What is in the way.
    public sealed interface Obstacle {
        /// @param why in a few words: `it is a standby`
        record ReadOnly(String why) implements Obstacle {}

        /// It does not answer in time.
        record Silent() implements Obstacle {}
    }

    /// Empty when nothing is in the way.
    public Optional<Obstacle> obstacle() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            try (var rows = statement.executeQuery(QUESTION)) {
                rows.next();
                return Optional.ofNullable(rows.getString(1)).map(Obstacle.ReadOnly::new);
            }
        } catch (SQLException _) {
            return Optional.of(new Obstacle.Silent());
        }
    }
}
