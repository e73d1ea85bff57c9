package dev.runbook.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.IncidentDriver.Pause;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.journal.PostgresJournal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The scheduler's own pauses are read by the same clock, so a test that moves it also wakes the queue.
class IncidentQueueTest {

    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final IncidentId INCIDENT = new IncidentId("INC-1");

    private final Database database = TestDatabase.fresh();
    private final SettableClock clock = new SettableClock(NOON);
    private final IncidentQueue queue = new IncidentQueue(database.dataSource(), clock, 1, 8);
    private final PostgresJournal journal = new PostgresJournal(database.dataSource(), queue);

    @AfterEach
    void close() {
        queue.close();
        journal.close();
        database.close();
    }

    @Test
    void aReportedIncidentIsDrivenAtOnce() {
        var driven = new CopyOnWriteArrayList<IncidentId>();
        queue.start(incident -> {
            driven.add(incident);
            return over();
        });

        report();

        await().atMost(Duration.ofSeconds(5)).until(() -> driven.contains(INCIDENT));
        await().until(() -> rows() == 0);
        assertThat(driven).containsExactly(INCIDENT);
    }

    @Test
    void theNodeThatTakesAnIncidentInDrivesItWithoutPickingItUp() {
        var held = new CopyOnWriteArrayList<Integer>();
        queue.start(_ -> {
            held.add(rows("picked and picked_by is not null and last_heartbeat = '2026-01-15T12:00:00Z'"));
            return over();
        });

        report();

        // Without anybody polling: the scheduler's pauses are read by a clock that stands still.
        await().until(() -> held.equals(List.of(1)));
        await().until(() -> rows() == 0);
    }

    @Test
    void whoFindsNoPlaceFreeLeavesTheIncidentToWhoeverPicksItUp() {
        var narrow = new IncidentQueue(database.dataSource(), clock, 1, 1);
        try (var itsJournal = new PostgresJournal(database.dataSource(), narrow)) {
            var busy = new CountDownLatch(1);
            narrow.start(_ -> {
                busy.await();
                return over();
            });
            report(itsJournal, INCIDENT);
            await().until(() -> rows("picked") == 1);
            assertThat(narrow.reserve()).isEmpty();

            report(itsJournal, new IncidentId("INC-2"));

            await().until(() -> rows() == 2);
            busy.countDown();
            await().until(() -> {
                narrow.wake();
                return rows() == 0;
            });
            await().until(() -> narrow.reserve().isPresent());
        } finally {
            narrow.close();
        }
    }

    @Test
    void whatIsTakenInWhileTheQueueClosesIsKeptForAnotherNode() {
        queue.start(_ -> over());
        assertThat(queue.reserve()).isPresent();
        queue.close();

        assertThatCode(() -> queue.begin(INCIDENT, 1)).doesNotThrowAnyException();

        assertThat(queue.held(INCIDENT)).isEmpty();
        assertThat(queue.reserve()).as("a closed queue has no place").isEmpty();
    }

    @Test
    void theLastCommitOfADriveCanPutItsRowToRest() {
        queue.start(_ -> {
            remark(new Journal.Wake.Rest(Optional.of(NOON.plusSeconds(300))));
            assertThat(rows("not picked and execution_time = '2026-01-15T12:05:00Z'"))
                    .isEqualTo(1);
            assertThat(queue.held(INCIDENT)).isEmpty();
            return new Pause(2, Optional.of(NOON.plusSeconds(300)));
        });

        report();

        await().until(() -> rows("not picked and version = 2 and consecutive_failures = 0") == 1);
    }

    @Test
    void theLastCommitOfADriveCanEndItsRow() {
        var drives = new AtomicInteger();
        queue.start(_ -> {
            remark(new Journal.Wake.Rest(Optional.empty()));
            drives.incrementAndGet();
            return over();
        });

        report();

        await().until(() -> drives.get() == 1);
        assertThat(rows()).isZero();
    }

    @Test
    void aTimerIsNotLostWhenADecisionWakesTheIncidentAtTheSameTime() {
        var drives = new AtomicInteger();
        queue.start(_ -> new Pause(drives.incrementAndGet(), Optional.of(NOON.plusSeconds(300))));
        report();
        await().until(() -> drives.get() == 1 && rows("not picked") == 1);

        remark();

        await().until(() -> drives.get() == 2 && rows("not picked and execution_time = '2026-01-15T12:05:00Z'") == 1);
    }

    @Test
    void anIncidentThatWaitsIsDrivenAgainWhenItsTimerEnds() {
        var drives = new AtomicInteger();
        queue.start(_ -> drives.incrementAndGet() == 1 ? new Pause(1, Optional.of(NOON.plusSeconds(300))) : over());
        report();
        await().until(() -> rows("not picked and execution_time = '2026-01-15T12:05:00Z'") == 1);

        clock.advance(Duration.ofSeconds(299));
        queue.wake();
        assertThat(drives).hasValue(1);
        clock.advance(Duration.ofSeconds(1));

        await().until(() -> {
            queue.wake();
            return drives.get() == 2;
        });
    }

    @Test
    void aDecisionTakenWhileTheDriverFinishesIsNotLost() throws InterruptedException {
        var drives = new AtomicInteger();
        var decided = new CountDownLatch(1);
        queue.start(_ -> {
            if (drives.incrementAndGet() == 1) {
                decided.await();
                return new Pause(1, Optional.empty());
            }
            return new Pause(2, Optional.empty());
        });
        report();
        await().until(() -> drives.get() == 1);

        remark();
        decided.countDown();

        await().atMost(Duration.ofSeconds(5)).until(() -> drives.get() == 2);
        await().until(() -> rows() == 0);
    }

    @Test
    void aDecisionWakesAnIncidentThatWaitsForPeople() {
        var drives = new AtomicInteger();
        queue.start(_ -> new Pause(drives.incrementAndGet(), Optional.empty()));
        report();
        await().until(() -> drives.get() == 1 && rows() == 0);

        remark();

        await().until(() -> drives.get() == 2);
    }

    @Test
    void anIncidentWhoseDriverFailsComesBackLater() {
        var drives = new AtomicInteger();
        queue.start(_ -> {
            if (drives.incrementAndGet() < 3) throw new IllegalStateException("the journal is away");
            return over();
        });
        report();
        await().until(() -> rows("not picked and consecutive_failures = 1") == 1);

        clock.advance(Duration.ofMinutes(1));
        await().until(() -> rows("not picked and consecutive_failures = 2") == 1);
        clock.advance(Duration.ofMinutes(1));

        await().until(() -> drives.get() == 3 && rows() == 0);
    }

    @Test
    void whatADeadNodeHeldIsTakenUpByAnother() {
        var drives = new AtomicInteger();
        report();
        execute("update scheduled_tasks set picked = true, picked_by = 'a node that died',"
                + " last_heartbeat = '2026-01-15T12:00:00Z', execution_time = '2026-01-15T12:00:00Z'");
        queue.start(_ -> {
            drives.incrementAndGet();
            return over();
        });

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return drives.get() == 1;
        });
    }

    private static Pause over() {
        return new Pause(1, Optional.empty());
    }

    private void report() {
        report(journal, INCIDENT);
    }

    private void report(PostgresJournal journal, IncidentId id) {
        var first = new Stamped(
                clock.instant(), new Actor.Operator("ann"), new Event.Reported(ProblemReport.of("checkout is slow")));
        var incident = Evolution.begin(id, first);
        journal.append(
                new Journal.Commit(0, List.of(first), IncidentSummary.of(incident, first.at()), Journal.Wake.DRIVE));
    }

    private void remark() {
        remark(Journal.Wake.DRIVE);
    }

    private void remark(Journal.Wake wake) {
        var incident = Evolution.replay(journal.read(INCIDENT)).orElseThrow();
        var remark = new Stamped(clock.instant(), new Actor.Operator("bob"), new Event.Commented("on it"));
        journal.append(new Journal.Commit(
                incident.seq(),
                List.of(remark),
                IncidentSummary.of(Evolution.apply(incident, remark), remark.at()),
                wake));
    }

    private int rows() {
        return rows("true");
    }

    private int rows(String where) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from scheduled_tasks where " + where)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
