package dev.runbook.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class BoundedReadsTest {

    private final Database database = TestDatabase.fresh();
    private final DataSource bounded = new BoundedReads(database.dataSource(), Duration.ofMillis(300));

    @AfterEach
    void close() {
        database.close();
    }

    private static void ask(DataSource where, String question) throws SQLException {
        try (var connection = where.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(question);
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() {
        assertThatThrownBy(() -> ask(bounded, "select pg_sleep(30)"))
                .isInstanceOf(SQLException.class)
                .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
    }

    @Test
    void theNextQuestionIsAnswered() throws SQLException {
        assertThatThrownBy(() -> ask(bounded, "select pg_sleep(30)")).isInstanceOf(SQLException.class);

        ask(bounded, "select 1");
    }

    @Test
    void whoAsksRightAfterSomebodyWaitedInVainIsRefusedAtOnce() {
        var tries = new AtomicInteger();
        var silent = new BoundedReads(
                new DelegatingDataSource() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        tries.incrementAndGet();
                        throw new SQLException("request timed out", "08001");
                    }
                },
                Duration.ofSeconds(1));

        for (int i = 0; i < 3; i++) assertThatThrownBy(silent::getConnection).isInstanceOf(SQLException.class);

        assertThat(tries).hasValue(1);
    }

    @Test
    void whoTakesTheConnectionAfterwardsMayWaitAsLongAsTheyLike() throws SQLException {
        try (var one = bounded.getConnection()) {
            assertThat(one.getNetworkTimeout()).isEqualTo(300);
        }

        for (int i = 0; i < 3; i++)
            try (var next = database.dataSource().getConnection()) {
                assertThat(next.getNetworkTimeout()).isZero();
            }
    }
}
