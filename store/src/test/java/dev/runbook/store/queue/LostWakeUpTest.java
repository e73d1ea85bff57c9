package dev.runbook.store.queue;

import static dev.runbook.store.journal.Fixtures.comment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runbook.core.engine.IncidentDriver.Pause;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal.Append.Appended;
import dev.runbook.core.journal.Journal.Wake;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.journal.Fixtures;
import dev.runbook.store.journal.PostgresJournal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// People decide at the very moments at which drivers stop, on two nodes, hundreds of times.
class LostWakeUpTest {

    private static final int INCIDENTS = 16;
    private static final int DECISIONS = 10;

    private final Map<IncidentId, Long> drivenTo = new ConcurrentHashMap<>();
    private final Set<IncidentId> beingDriven = ConcurrentHashMap.newKeySet();
    private final Set<IncidentId> drivenTwice = ConcurrentHashMap.newKeySet();

    @Test
    void everyDecisionIsSeenByADriverAndNoIncidentIsDrivenTwiceAtOnce() throws Exception {
        var incidents = Stream.generate(Fixtures::newIncident).limit(INCIDENTS).toList();
        try (var database = TestDatabase.fresh();
                var one = new IncidentQueue(database.dataSource(), InstantSource.system(), 1, 4);
                var other = new IncidentQueue(database.dataSource(), InstantSource.system(), 1, 4);
                var journal = new PostgresJournal(database.dataSource(), one);
                var people = Executors.newVirtualThreadPerTaskExecutor()) {
            one.start(incident -> drive(journal, incident));
            other.start(incident -> drive(journal, incident));

            var deciding = incidents.stream()
                    .map(incident -> people.submit(() -> decide(journal, incident)))
                    .toList();
            for (Future<?> each : deciding) each.get();

            await().atMost(Duration.ofSeconds(30)).until(() -> rows(database.dataSource()) == 0);
            assertThat(drivenTo)
                    .hasSize(INCIDENTS)
                    .allSatisfy((_, seq) -> assertThat(seq).isEqualTo(DECISIONS));
            assertThat(drivenTwice).isEmpty();
        }
    }

    private Pause drive(PostgresJournal journal, IncidentId incident) {
        if (!beingDriven.add(incident)) drivenTwice.add(incident);
        try {
            var seq = (long) journal.read(incident).size();
            drivenTo.merge(incident, seq, Math::max);
            return new Pause(seq, Optional.empty());
        } finally {
            beingDriven.remove(incident);
        }
    }

    /// Each decision is taken when the one before has been seen, which is when the driver is about to stop.
    private void decide(PostgresJournal journal, IncidentId incident) {
        for (long seq = 0; seq < DECISIONS; seq++) {
            var append = journal.append(comment(incident, seq, "decision " + seq, Wake.DRIVE));
            assertThat(append).isInstanceOf(Appended.class);
            var decided = seq + 1;
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> drivenTo.getOrDefault(incident, 0L) >= decided);
        }
    }

    private static int rows(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from scheduled_tasks")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
