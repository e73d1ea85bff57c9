package dev.runbook.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.ListedRunbooks;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedMinds;
import dev.runbook.core.testkit.ScriptedProvider;
import dev.runbook.core.testkit.SimpleExpressions;
import dev.runbook.core.value.Value;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.database.DatabaseUrl;
import dev.runbook.store.governor.PostgresEffects;
import dev.runbook.store.journal.PostgresJournal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A database that can only be read, as after a failover to a replica.
class ReadOnlyDatabaseTest {

    private static final String RESTART = "compute.restart_service";
    private static final Actor.Operator ANN = new Actor.Operator("ann");

    private final DatabaseUrl url = TestDatabase.freshUrl();
    private final Database database = Database.open(url, 8);
    private final InstantSource clock = InstantSource.system();
    private final IncidentQueue queue = new IncidentQueue(database.dataSource(), clock, 1, 8);
    private final PostgresJournal journal = new PostgresJournal(database.dataSource(), queue);
    private final PostgresEffects effects = new PostgresEffects(database.dataSource());
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Engine engine = new Engine(new Notices(Optional.empty()));
    private final IncidentDesk desk = new IncidentDesk(journal, engine, () -> new IncidentId("INC-1"), clock);

    @AfterEach
    void close() {
        queue.close();
        journal.close();
        database.close();
    }

    /// From now on, or not any more, nothing can be written. Connections that are open are cut, as by a
    /// failover.
    private void readOnly(boolean on) {
        var admin = "jdbc:postgresql://" + url.host() + ":" + url.port() + "/postgres";
        try (var connection = DriverManager.getConnection(admin, url.user(), url.password());
                var statement = connection.createStatement()) {
            statement.execute("alter database " + url.database() + " set default_transaction_read_only = " + on);
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + url.database() + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Driver driver() {
        var runbook = RunbookFixture.aRunbook("by_the_book")
                .gathering("look", "compute.get_top_processes", "host", "web-1")
                .executing("restart", RiskLevel.HIGH, RESTART, "host", "web-1", "service", "checkout");
        return new Driver(
                journal,
                provider,
                new ListedRunbooks().with(runbook.build()),
                new SimpleExpressions(),
                new ScriptedMinds().finding("by_the_book", 1).minds(),
                new ApprovalPolicy(
                        List.of(new ApprovalPolicy.Rule("everything runs", _ -> true, new Gate.RunsAtOnce())),
                        Duration.ofHours(1)),
                new Governor(Limits.standard(), effects, Governor.Estates.BY_ENVIRONMENT),
                engine,
                new Settings(Optional.empty(), 0, Duration.ofHours(1), Duration.ofSeconds(20), 1, 1, 1, false),
                clock);
    }

    @Test
    void nothingIsExecutedUntilItCanBeWrittenAgain() {
        // The last look before the action sees the database become a replica.
        var first = new boolean[] {true};
        provider.whenAsked("compute.get_top_processes", _ -> {
            if (first[0]) readOnly(true);
            first[0] = false;
            return new Observation.NothingFound(new Value.Items(List.of()));
        });
        queue.start(driver());
        desk.report(HighCpu.report(), ANN);

        await().until(() -> !first[0]);
        await().untilAsserted(() -> assertThatThrownBy(() -> effects.stop(ANN, "enough", clock.instant()))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("the database is read-only: connect to its primary")
                .hasMessageContaining("nothing is begun"));
        assertThatThrownBy(() -> desk.report(HighCpu.report(), ANN))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("the database is read-only");
        assertThat(provider.ledger()).isEmpty();

        readOnly(false);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !provider.effects(RESTART).isEmpty());
        assertThat(provider.effects(RESTART)).hasSize(1);
    }
}
