package dev.runbook.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.journal.Journal.Append.Appended;
import dev.runbook.core.journal.Journal.Commit;
import dev.runbook.core.journal.Journal.Wake;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.journal.IncidentLines.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IncidentLinesTest {

    private static final IncidentSummary OLDEST =
            line("INC-a", "Checkout is SLOW", "web-1", Severity.HIGH, Phase.Kind.ESCALATED, 0);
    private static final IncidentSummary MIDDLE =
            line("INC-b", "disk full: 100% of /var", "db_1", Severity.LOW, Phase.Kind.SETTLING, 1);
    private static final IncidentSummary NEWEST =
            line("INC-c", "Größe falsch", "web-2", Severity.HIGH, Phase.Kind.SETTLING, 2);

    private static Database database;
    private static PostgresJournal journal;
    private static IncidentLines lines;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
        lines = new IncidentLines(database.dataSource());
        for (var line : List.of(OLDEST, MIDDLE, NEWEST)) append(journal, 0, line);
    }

    @AfterAll
    static void close() {
        journal.close();
        database.close();
    }

    @Test
    void theNewestComeFirst() {
        assertThat(lines.list(Query.newest(10)).incidents()).containsExactly(NEWEST, MIDDLE, OLDEST);
    }

    @Test
    void aPageSaysHowManyThereAreOnAllPages() {
        var page = lines.list(new Query(Set.of(), Set.of(), "", 1, 1));

        assertThat(page.incidents()).containsExactly(MIDDLE);
        assertThat(page.total()).isEqualTo(3);
    }

    @Test
    void theyAreFoundByPhaseAndSeverity() {
        assertThat(found(Set.of(Phase.Kind.SETTLING), Set.of(), "")).containsExactly(NEWEST, MIDDLE);
        assertThat(found(Set.of(Phase.Kind.SETTLING, Phase.Kind.ESCALATED), Set.of(Severity.HIGH), ""))
                .containsExactly(NEWEST, OLDEST);
        assertThat(found(Set.of(Phase.Kind.CLOSED), Set.of(), "")).isEmpty();
    }

    @Test
    void textIsFoundAsItIsWhateverTheCase() {
        assertThat(found(Set.of(), Set.of(), "checkout is slow")).containsExactly(OLDEST);
        assertThat(found(Set.of(), Set.of(), "GRÖSSE")).isEmpty();
        assertThat(found(Set.of(), Set.of(), "GRÖßE")).containsExactly(NEWEST);
        assertThat(found(Set.of(), Set.of(), "WEB-")).containsExactly(NEWEST, OLDEST);
        assertThat(found(Set.of(), Set.of(), "100%")).containsExactly(MIDDLE);
        assertThat(found(Set.of(), Set.of(), "b_1")).containsExactly(MIDDLE);
        assertThat(found(Set.of(), Set.of(), "inc-b")).containsExactly(MIDDLE);
        assertThat(found(Set.of(), Set.of(), "' or 1=1")).isEmpty();
    }

    @Test
    void oneIsFoundById() {
        assertThat(lines.find(new IncidentId("INC-b"))).contains(MIDDLE);
        assertThat(lines.find(new IncidentId("INC-zzz"))).isEmpty();
    }

    @Test
    void theyAreCountedByPhase() {
        assertThat(lines.countByPhase()).isEqualTo(Map.of(Phase.Kind.SETTLING, 2L, Phase.Kind.ESCALATED, 1L));
    }

    @Test
    void aLineMovesWithItsJournal() {
        var opened = line("INC-moving", "moves", "h", Severity.LOW, Phase.Kind.REPORTED, 0);
        var moved = new IncidentSummary(
                opened.id(),
                2,
                opened.title(),
                opened.host(),
                opened.service(),
                opened.environment(),
                Category.DATABASE,
                Severity.CRITICAL,
                Phase.Kind.ESCALATED,
                Optional.of("a person to take over"),
                Optional.of(new RunbookId("high_cpu")),
                opened.reportedBy(),
                opened.reportedAt(),
                opened.updatedAt().plusSeconds(5));

        try (var own = TestDatabase.fresh();
                var itsJournal = new PostgresJournal(own.dataSource(), Work.ELSEWHERE)) {
            append(itsJournal, 0, opened);
            append(itsJournal, 1, moved);

            assertThat(new IncidentLines(own.dataSource()).find(opened.id())).contains(moved);
        }
    }

    @Test
    void theLatestEntryNeedNotBeOfTheNewestIncident() {
        var moved = new IncidentSummary(
                OLDEST.id(),
                2,
                OLDEST.title(),
                OLDEST.host(),
                OLDEST.service(),
                OLDEST.environment(),
                OLDEST.category(),
                OLDEST.severity(),
                OLDEST.phase(),
                OLDEST.waitingFor(),
                OLDEST.runbook(),
                OLDEST.reportedBy(),
                OLDEST.reportedAt(),
                NEWEST.updatedAt().plusSeconds(90));

        try (var own = TestDatabase.fresh();
                var itsJournal = new PostgresJournal(own.dataSource(), Work.ELSEWHERE)) {
            var itsLines = new IncidentLines(own.dataSource());
            assertThat(itsLines.latest()).isEmpty();
            append(itsJournal, 0, OLDEST);
            append(itsJournal, 0, NEWEST);
            append(itsJournal, 1, moved);

            assertThat(itsLines.latest()).contains(moved.updatedAt());
        }
    }

    private static List<IncidentSummary> found(Set<Phase.Kind> phases, Set<Severity> severities, String text) {
        return lines.list(new Query(phases, severities, text, 10, 0)).incidents();
    }

    private static void append(PostgresJournal journal, long after, IncidentSummary line) {
        var stamped = new Stamped(Fixtures.NOON, Actor.engine(), new Event.Commented("x"));
        var append = journal.append(new Commit(after, List.of(stamped), line, Wake.KEEP));
        assertThat(append).isInstanceOf(Appended.class);
    }

    private static IncidentSummary line(
            String id, String title, String host, Severity severity, Phase.Kind phase, int minute) {
        var at = Fixtures.NOON.plus(Duration.ofMinutes(minute));
        return new IncidentSummary(
                new IncidentId(id),
                1,
                title,
                Optional.of(host),
                Optional.empty(),
                "production",
                Category.UNKNOWN,
                severity,
                phase,
                Optional.empty(),
                Optional.empty(),
                "ann",
                at,
                at);
    }
}
