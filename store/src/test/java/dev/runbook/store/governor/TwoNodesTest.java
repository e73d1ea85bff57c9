package dev.runbook.store.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.governor.Verdict;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.governor.Wishes;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.Journal.Append;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.testkit.ApprovalFixture;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.database.DatabaseUrl;
import dev.runbook.store.journal.PostgresJournal;
import dev.runbook.store.journal.Work;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two nodes on one database that begin effects as fast as they can.
class TwoNodesTest {

    private static final Actor.Operator ANN = new Actor.Operator("ann");

    private final DatabaseUrl url = TestDatabase.freshUrl();
    private final List<Node> nodes = List.of(new Node(), new Node());
    private final AtomicInteger incidents = new AtomicInteger();
    private volatile boolean over;

    /// What a node has of its own.
    private final class Node {
        private final Database database = Database.open(url, 8);
        private final PostgresJournal journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
        private final PostgresEffects effects = new PostgresEffects(database.dataSource());
        private final Governor governor = new Governor(Limits.standard(), effects, Governor.Estates.BY_ENVIRONMENT);
        private final AtomicInteger asked = new AtomicInteger();

        /// Whether the effect was begun.
        private boolean begins(Wish wish) {
            var verdict = governor.ask(wish);
            asked.incrementAndGet();
            if (!(verdict instanceof Verdict.Granted(var permit))) return false;
            var intent = new Stamped(
                    wish.at(), Actor.engine(), new Event.StepStarted(ApprovalFixture.aPlan(), wish.key(), 1));
            var line = IncidentSummary.of(
                    Evolution.begin(
                            wish.incident(),
                            new Stamped(wish.at(), ANN, new Event.Reported(ProblemReport.of("it is slow")))),
                    wish.at());
            return journal.append(new Journal.Commit(0, List.of(intent), line, Journal.Wake.KEEP, Optional.of(permit)))
                    instanceof Append.Appended;
        }

        private void close() {
            journal.close();
            database.close();
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    private Wish onTarget(String target) {
        return Wishes.aWish("INC-" + incidents.incrementAndGet(), target);
    }

    @Test
    void aTargetIsBegunByOneOfManyWhoWantItAtOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            var target = "svc-" + round;
            var calls = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 8; i++) {
                var node = nodes.get(i % 2);
                var wish = onTarget(target);
                calls.add(() -> node.begins(wish));
            }

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                long begun = threads.invokeAll(calls).stream()
                        .filter(Future::resultNow)
                        .count();
                assertThat(begun).as("intents on %s", target).isEqualTo(1);
            }
        }
    }

    @Test
    void nothingBeginsOnAnyNodeOnceStopHasReturned() throws SQLException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var node : nodes) for (int i = 0; i < 4; i++) threads.execute(() -> beginOneAfterAnother(node));

            turnTenTimes();
        }
        System.out.println(intents() + " intents on two nodes, none after any of 10 stops");
    }

    private void turnTenTimes() throws SQLException {
        try {
            for (int round = 1; round <= 10; round++) {
                long before = intents();
                await().until(() -> intents() > before + 20);

                nodes.get(round % 2).effects.stop(ANN, "round " + round, SettableClock.NOON);
                long stopped = intents();

                assertEachNodeAsksAgain();
                assertThat(intents())
                        .as("intents after the stop of round %d", round)
                        .isEqualTo(stopped);
                nodes.getFirst().effects.resume(ANN, "", SettableClock.NOON);
            }
        } finally {
            over = true;
        }
    }

    private void beginOneAfterAnother(Node node) {
        while (!over) node.begins(onTarget("svc-" + incidents.get()));
    }

    private void assertEachNodeAsksAgain() {
        for (var node : nodes) {
            int now = node.asked.get();
            await().until(() -> node.asked.get() > now + 50);
        }
    }

    private long intents() throws SQLException {
        try (var connection = nodes.getFirst().database.dataSource().getConnection();
                var statement = connection.prepareStatement("select count(*) from journal where type = 'StepStarted'");
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
