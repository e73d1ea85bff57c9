package dev.runbook.store.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertIntake;
import dev.runbook.core.intake.AlertIntake.Taken;
import dev.runbook.core.intake.AlertRecord.Fate;
import dev.runbook.core.intake.Arrival;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.database.DatabaseUrl;
import dev.runbook.store.journal.IncidentLines;
import dev.runbook.store.journal.PostgresJournal;
import dev.runbook.store.journal.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two nodes on one database that take in alerts of one trouble at the same moment.
class AlertStormTest {

    private static final Actor SOURCE = new Actor.Source("alertmanager");

    private final SettableClock clock = SettableClock.atNoon();
    private final DatabaseUrl url = TestDatabase.freshUrl();
    private final List<Node> nodes = List.of(new Node(), new Node());

    private final class Node {
        private final Database database = Database.open(url, 8);
        private final PostgresJournal journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
        private final AlertBook book = new PostgresAlertBook(database.dataSource());
        private final AlertIntake intake = new AlertIntake(
                new IncidentDesk(
                        journal,
                        new Engine(new Notices(Optional.empty())),
                        () -> {
                            throw new IllegalStateException("an alert names its incident itself");
                        },
                        clock),
                book,
                clock,
                Duration.ofMinutes(30));
    }

    @AfterEach
    void close() {
        for (var node : nodes) {
            node.journal.close();
            node.database.close();
        }
    }

    private static Arrival anArrival(String word, String name, String outbreak) {
        var alert = new Alert(name, "checkout", "it is high", Severity.HIGH, SettableClock.NOON, Map.of());
        return new Arrival(
                word,
                outbreak,
                true,
                true,
                ProblemReport.of(name).aboutService("checkout").withAlerts(List.of(alert)));
    }

    private List<Taken.Fired> atOnce(List<Arrival> arrivals) throws InterruptedException {
        var calls = new ArrayList<Callable<Taken>>();
        for (int i = 0; i < arrivals.size(); i++) {
            var node = nodes.get(i % 2);
            var arrival = arrivals.get(i);
            calls.add(() -> node.intake.take(arrival, SOURCE));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls).stream()
                    .map(Future::resultNow)
                    .map(Taken.Fired.class::cast)
                    .toList();
        }
    }

    private long incidents() {
        return new IncidentLines(nodes.getFirst().database.dataSource())
                .list(IncidentLines.Query.newest(10))
                .total();
    }

    @Test
    void outbreaksOfOneFingerprintOpenOneIncident() throws InterruptedException {
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < 24; i++) arrivals.add(anArrival("word-" + i, "HighCpu", "cpu/" + i));

        var taken = atOnce(arrivals);

        assertThat(incidents()).isOne();
        assertThat(taken).filteredOn(one -> one.fate() == Fate.OPENED).hasSize(1);
        assertThat(taken).filteredOn(one -> one.fate() == Fate.DEDUPLICATED).hasSize(23);
        assertThat(nodes.getLast().book.of(taken.getFirst().incident()))
                .singleElement()
                .satisfies(one -> assertThat(one.times()).isEqualTo(24));
    }

    @Test
    void differentAlertsOfOneServiceOpenOneIncident() throws InterruptedException {
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < 12; i++) arrivals.add(anArrival("word-" + i, "Alert" + i, "alert/" + i));

        var taken = atOnce(arrivals);

        assertThat(incidents()).isOne();
        assertThat(taken).filteredOn(one -> one.fate() == Fate.CORRELATED).hasSize(11);
    }

    @Test
    void oneDeliveryThatComesToBothNodesIsCountedOnce() throws InterruptedException {
        var arrival = anArrival("word", "HighCpu", "cpu");

        var taken = atOnce(List.of(arrival, arrival, arrival, arrival));

        assertThat(taken).filteredOn(Taken.Fired::again).hasSize(3);
        assertThat(nodes.getFirst()
                        .book
                        .list(new AlertBook.Query(Set.of(), SettableClock.NOON, "", 9, 0))
                        .total())
                .isOne();
        assertThat(taken)
                .extracting(Taken.Fired::incident)
                .containsOnly(taken.getFirst().incident());
    }
}
