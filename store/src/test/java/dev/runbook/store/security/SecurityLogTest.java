package dev.runbook.store.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.testkit.SettableClock;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecurityLogTest {

    private final Database database = TestDatabase.fresh();
    private final SecurityLog log = new SecurityLog(database.dataSource());

    @BeforeEach
    void write() {
        log.add(SettableClock.NOON.plusNanos(1), "signed_in", "ann", "", "from 127.0.0.1");
        log.add(SettableClock.NOON, "sign_in_failed", "", "bob \u0000", "");
        log.add(SettableClock.NOON, "token_issued", "ann", "laptop", "for 30 days");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theNewestComeFirst() {
        assertThat(log.newest(2, Long.MAX_VALUE)).extracting(SecurityEntry::seq).containsExactly(3L, 2L);
        assertThat(log.newest(9, 2)).extracting(SecurityEntry::actor).containsExactly("ann");
        assertThat(log.last("token_issued"))
                .get()
                .extracting(SecurityEntry::subject)
                .isEqualTo("laptop");
        assertThat(log.last("nothing")).isEmpty();
    }

    @Test
    void whatWasWrittenIsIntactAlsoFromManyThreads() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) threads.execute(() -> log.add(SettableClock.NOON, "signed_in", "bob", "", ""));
        }

        assertThat(log.newest(99, Long.MAX_VALUE)).hasSize(23);
        assertThat(log.fault()).isEmpty();
    }

    @Test
    void anEntryCannotBeChangedByAccident() {
        assertThatThrownBy(() -> execute("update security_event set actor = 'bob'"))
                .hasMessageContaining("append-only");
    }

    @Test
    void aChangedEntryIsFound() throws SQLException {
        forge("update security_event set actor = 'bob' where seq = 1");

        assertThat(log.fault()).contains("entry 1 of the security log is not what was written");
    }

    @Test
    void aRemovedEntryIsFoundAlsoAtTheEnd() throws SQLException {
        forge("delete from security_event where seq = 3");
        assertThat(log.fault()).contains("the security log counts 3 of its entries, and 2 are kept");

        forge("delete from security_event where seq = 1");
        assertThat(log.fault()).contains("entry 1 of the security log is missing");
    }

    private void forge(String sql) throws SQLException {
        execute("alter table security_event disable trigger all");
        execute(sql);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
