package dev.runbook.store.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.incident.Actor;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwitchAuditTest {

    private static final Actor.Operator ANN = new Actor.Operator("ann");

    private final Database database = TestDatabase.fresh();
    private final SwitchAudit audit = new SwitchAudit(database.dataSource());

    @BeforeEach
    void turnIt() {
        var effects = new PostgresEffects(database.dataSource());
        effects.stop(ANN, "the network \u0000 is on fire", SettableClock.NOON.plusNanos(1));
        effects.resume(ANN, "", SettableClock.NOON);
        effects.stop(ANN, "again", SettableClock.NOON);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatWasWrittenIsIntact() {
        assertThat(audit.fault()).isEmpty();
    }

    @Test
    void aTurnCannotBeChangedByAccident() {
        assertThatThrownBy(() -> execute("update kill_switch set actor = 'bob'"))
                .hasMessageContaining("append-only");
    }

    @Test
    void aChangedTurnIsFound() throws SQLException {
        forge("update kill_switch set actor = 'bob' where seq = 2");

        assertThat(audit.fault()).contains("turn 2 of the kill switch is not what was written");
    }

    @Test
    void aRemovedTurnIsFoundAlsoAtTheEnd() throws SQLException {
        forge("delete from kill_switch where seq = 3");
        assertThat(audit.fault()).contains("the kill switch counts 3 of its entries, and 2 are kept");

        forge("delete from kill_switch where seq = 1");
        assertThat(audit.fault()).contains("turn 1 of the kill switch is missing");
    }

    private void forge(String sql) throws SQLException {
        execute("alter table kill_switch disable trigger all");
        execute(sql);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
