package dev.runbook.store.journal;

import static dev.runbook.store.journal.Fixtures.comment;
import static dev.runbook.store.journal.Fixtures.newIncident;
import static dev.runbook.store.journal.Fixtures.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal.Append.Appended;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.journal.ChainCheck.Broken;
import dev.runbook.store.journal.ChainCheck.Intact;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalAuditTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private static Database database;
    private static PostgresJournal journal;
    private static JournalAudit audit;
    private static Seals seals;

    private final IncidentId incident = newIncident();

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
        audit = new JournalAudit(database.dataSource());
        seals = new Seals(database.dataSource(), InstantSource.fixed(NOW));
    }

    @AfterAll
    static void close() {
        journal.close();
        database.close();
    }

    @BeforeEach
    void fiveEntries() throws SQLException {
        pastTheJournal("delete from journal");
        execute("delete from incident; delete from sealed; update governed_scope set version = 0 where name = 'seals'");
        execute("alter table seal disable trigger all; delete from seal; alter table seal enable trigger all");
        for (int seq = 0; seq < 5; seq++)
            assertThat(journal.append(comment(incident, seq, "entry " + (seq + 1))))
                    .isInstanceOf(Appended.class);
    }

    @Test
    void anUntouchedJournalIsIntact() {
        journal.append(comment(newIncident(), 0, "another"));

        assertThat(audit.check(incident)).isEqualTo(new Intact(1, 5));
        assertThat(audit.checkAll()).isEqualTo(new Intact(2, 6));
        assertThat(audit.check(newIncident())).isEqualTo(new Intact(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"update journal set payload = 'x' where seq = 1", "delete from journal", "truncate journal"})
    void theDatabaseRefusesToChangeEntries(String sql) {
        assertThatThrownBy(() -> execute(sql)).hasMessageContaining("append-only");
        assertThat(audit.check(incident)).isEqualTo(new Intact(1, 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | update journal set payload = replace(payload, 'entry 3', 'entry x') where seq = 3 | not what was hashed",
                "3 | update journal set hash = previous where seq = 3                                  | not what was hashed",
                "3 | update journal set previous = hash where seq = 3                                  | does not follow",
                "2 | update journal set at = at + interval '1 hour' where seq = 2                      | time, actor or type",
                "2 | update journal set actor = 'ann' where seq = 2                                    | time, actor or type",
                "2 | update journal set type = 'Approved' where seq = 2                                | time, actor or type",
                "1 | delete from journal where seq = 1                                                 | the next one is 2",
                "4 | delete from journal where seq = 4                                                 | the next one is 5",
                "5 | delete from journal where seq = 5                                                 | 5 entries, the journal has 4",
                "1 | delete from journal                                                               | 5 entries, the journal has 0",
                "5 | update incident set hash = repeat('0', 64)                                        | another last entry",
                "1 | delete from incident                                                              | 0 entries, the journal has 5",
            })
    void theFirstBrokenEntryIsNamed(long seq, String tampering, String reason) throws SQLException {
        pastTheJournal(tampering);

        for (var check : new ChainCheck[] {audit.check(incident), audit.checkAll()}) {
            assertThat(check)
                    .isInstanceOfSatisfying(
                            Broken.class,
                            broken -> assertThat(broken.faults())
                                    .singleElement()
                                    .satisfies(fault -> {
                                        assertThat(fault.incident()).isEqualTo(incident.id());
                                        assertThat(fault.seq()).isEqualTo(seq);
                                        assertThat(fault.reason()).contains(reason);
                                    }));
        }
    }

    @Test
    void everyBrokenIncidentIsNamedOnce() throws SQLException {
        var other = newIncident();
        journal.append(comment(other, 0, "entry 1"));
        journal.append(comment(newIncident(), 0, "another"));

        pastTheJournal("update journal set payload = replace(payload, 'entry', 'empty')");

        assertThat(audit.checkAll())
                .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> assertThat(broken.faults())
                                .extracting(ChainCheck.Fault::incident)
                                .containsExactlyInAnyOrder(incident.id(), other.id()));
    }

    @Test
    void aSealMissesWhatWasTakenOutTogetherWithItsLine() throws SQLException {
        var other = newIncident();
        journal.append(comment(other, 0, "another"));
        var first = seals.seal().orElseThrow();
        journal.append(comment(other, 1, "goes on"));

        pastTheJournal("delete from journal where incident = '" + incident + "'");
        execute("delete from incident where id = '" + incident + "'");

        assertThat(audit.checkAll())
                .isEqualTo(new Broken(List.of(new ChainCheck.Fault(
                        incident.id(), 5, "seal 1 of " + NOW + " names the entry, and it is gone"))));
        assertThat(audit.check(incident)).isInstanceOf(Broken.class);
        assertThat(audit.check(other)).isEqualTo(new Intact(1, 2));
        assertThat(seals.has(first.hash())).isTrue();
        assertThat(seals.has(first.previous())).isFalse();
    }

    @Test
    void aSealMissesAnEndThatWasMadeAnew() throws SQLException {
        seals.seal();

        pastTheJournal("delete from journal where seq > 3");
        execute("update incident set seq = 3, hash = (select hash from journal where seq = 3)");
        journal.append(comment(incident, 3, "another entry 4"));
        journal.append(comment(incident, 4, "another entry 5"));

        assertThat(audit.checkAll())
                .hasToString("entry 5 of " + incident + ": seal 1 of " + NOW + " names another entry");
    }

    @Test
    void aSealNamesOnlyWhatHasGrownSinceTheOneBefore() {
        var first = seals.seal().orElseThrow();
        assertThat(seals.seal()).isEmpty();
        var other = newIncident();
        journal.append(comment(other, 0, "another"));

        var second = seals.seal().orElseThrow();

        assertThat(second.seq()).isEqualTo(2);
        assertThat(second.previous()).isEqualTo(first.hash());
        assertThat(first.payload()).contains(incident.id());
        assertThat(second.payload()).contains(other.id()).doesNotContain(incident.id());
        assertThat(seals.last()).contains(second);
        assertThat(seals.fault()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update seal set payload = replace(payload, ' ', '  ') where seq = 1 | seal 1 of the seals is not what was written",
                "delete from seal where seq = 2                                       | counts 2 of its entries, and 1 are kept",
                "update seal set payload = 'x' where seq = 1                          | seal 1 of the seals is not what was written"
            })
    void aSealThatWasTouchedIsNamed(String tampering, String reason) throws SQLException {
        seals.seal();
        journal.append(comment(newIncident(), 0, "another"));
        seals.seal();

        execute("alter table seal disable trigger all; " + tampering + "; alter table seal enable trigger all");

        assertThat(seals.fault()).hasValueSatisfying(fault -> assertThat(fault).contains(reason));
        assertThat(audit.checkAll()).isEqualTo(new Intact(2, 6));
    }

    @Test
    void lostLinesAreMadeAgainFromTheJournal() throws SQLException {
        var lines = new IncidentLines(database.dataSource());
        var before = lines.find(incident);
        execute("delete from incident");

        var made = new LineRebuild(database.dataSource())
                .rebuild(entries ->
                        summary(entries.getLast().incident(), entries.getLast().seq()));

        assertThat(made).isEqualTo(1);
        assertThat(lines.find(incident)).isEqualTo(before).isPresent();
        assertThat(audit.checkAll()).isEqualTo(new Intact(1, 5));
        assertThat(journal.append(comment(incident, 5, "goes on"))).isInstanceOf(Appended.class);
    }

    @Test
    void wrongLinesAreCorrectedFromTheJournal() throws SQLException {
        execute("update incident set phase = 'CLOSED', seq = 2");

        new LineRebuild(database.dataSource())
                .rebuild(entries ->
                        summary(entries.getLast().incident(), entries.getLast().seq()));

        assertThat(new IncidentLines(database.dataSource()).find(incident)).hasValueSatisfying(line -> {
            assertThat(line.phase()).isEqualTo(Phase.Kind.INVESTIGATING);
            assertThat(line.seq()).isEqualTo(5);
        });
    }

    /// As somebody could who owns the database.
    private static void pastTheJournal(String sql) throws SQLException {
        execute("alter table journal disable trigger all; " + sql + "; alter table journal enable trigger all");
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
