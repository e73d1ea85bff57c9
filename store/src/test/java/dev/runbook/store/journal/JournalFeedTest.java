package dev.runbook.store.journal;

import static dev.runbook.store.journal.Fixtures.comment;
import static dev.runbook.store.journal.Fixtures.newIncident;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.journal.JournalFeed.Change;
import dev.runbook.store.journal.JournalFeed.Change.Appended;
import dev.runbook.store.journal.JournalFeed.Change.Missed;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalFeedTest {

    private static Database database;
    private static PostgresJournal journal;

    private JournalFeed feed;
    private final BlockingQueue<Change> heard = new LinkedBlockingQueue<>();

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
    }

    @AfterAll
    static void close() {
        journal.close();
        database.close();
    }

    @BeforeEach
    void listen() throws InterruptedException {
        feed = new JournalFeed(database);
        feed.subscribe(heard::add);
        feed.start();
        assertThat(next()).isEqualTo(new Missed());
    }

    @AfterEach
    void stopListening() {
        feed.close();
    }

    private Change next() throws InterruptedException {
        var change = heard.poll(20, TimeUnit.SECONDS);
        assertThat(change).as("a change within 20 s").isNotNull();
        return change;
    }

    @Test
    void aNewEntryIsTold() throws InterruptedException {
        var incident = newIncident();

        journal.append(comment(incident, 0, "one"));
        assertThat(next()).isEqualTo(new Appended(incident, 1));
        journal.append(comment(incident, 1, "two"));
        assertThat(next()).isEqualTo(new Appended(incident, 2));
    }

    @Test
    void nothingIsToldAfterTheSubscriptionEnds() throws InterruptedException {
        var incident = newIncident();
        var deaf = new LinkedBlockingQueue<Change>();
        feed.subscribe(deaf::add).close();

        journal.append(comment(incident, 0, "one"));

        assertThat(next()).isEqualTo(new Appended(incident, 1));
        assertThat(deaf).isEmpty();
    }

    @Test
    void aListenerThatFailsDoesNotSilenceTheOthers() throws InterruptedException {
        var incident = newIncident();
        feed.subscribe(_ -> {
            throw new IllegalStateException("broken listener");
        });
        var after = new LinkedBlockingQueue<Change>();
        feed.subscribe(after::add);

        journal.append(comment(incident, 0, "one"));

        assertThat(after.poll(20, TimeUnit.SECONDS)).isEqualTo(new Appended(incident, 1));
    }

    @Test
    void aBrokenConnectionIsReplacedAndSaidSo() throws Exception {
        breakTheFeed();

        assertThat(next()).isEqualTo(new Missed());
        var incident = newIncident();
        journal.append(comment(incident, 0, "one"));
        assertThat(next()).isEqualTo(new Appended(incident, 1));
    }

    private static void breakTheFeed() throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'");
        }
    }
}
