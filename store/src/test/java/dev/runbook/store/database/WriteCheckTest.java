package dev.runbook.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.WriteCheck.Obstacle;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class WriteCheckTest {

    private final Database database = TestDatabase.fresh();

    /// One session, so that what is set in it is set for the check.
    private final SingleConnectionDataSource session;

    private final WriteCheck check;

    WriteCheckTest() throws SQLException {
        session = new SingleConnectionDataSource(database.dataSource().getConnection(), true);
        check = new WriteCheck(session);
    }

    @AfterEach
    void close() {
        session.destroy();
        database.close();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = session.getConnection().createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aDatabaseThatIsSetToReadOnlySaysSoUntilItIsNot() throws SQLException {
        assertThat(check.obstacle()).isEmpty();

        execute("set default_transaction_read_only = on");
        assertThat(check.obstacle()).contains(new Obstacle.ReadOnly("it is set to read only"));

        execute("set default_transaction_read_only = off");
        assertThat(check.obstacle()).isEmpty();
    }

    @Test
    void anAccountThatMayNotWriteSaysSo() throws SQLException {
        execute("create role reader");
        execute("grant select on journal to reader");
        execute("set role reader");

        assertThat(check.obstacle()).contains(new Obstacle.ReadOnly("this account may not write to its journal"));
        execute("reset role");
        execute("drop owned by reader");
        execute("drop role reader");
    }

    @Test
    void aDatabaseThatIsGoneIsSilent() {
        session.destroy();
        database.close();
        var gone = new WriteCheck(database.dataSource());

        assertThat(gone.obstacle()).contains(new Obstacle.Silent());
    }
}
