package dev.runbook.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Verification;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Journal.Commit;
import dev.runbook.core.journal.Journal.Wake;
import dev.runbook.core.journal.Stamped;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.accounts.AccountStore;
import dev.runbook.store.accounts.OperatorAccount;
import dev.runbook.store.database.Database;
import dev.runbook.store.journal.IncidentFigures.Figure;
import dev.runbook.store.journal.IncidentLines.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IncidentFiguresTest {

    private static final Actor ANN = new Actor.Operator("ann");
    private static final Actor SOURCE = new Actor.Source("alertmanager");

    private static final Verification LOOK = Verification.of(
            List.of(new Verification.Signal("cpu is back", Verification.Answer.GOOD, "20 percent", Set.of())));

    private static Database database;
    private static PostgresJournal journal;
    private static IncidentFigures figures;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
        figures = new IncidentFigures(database.dataSource());
        new AccountStore(database.dataSource())
                .add(new OperatorAccount(
                        "ann", "Ann", "hash", Set.of("approver"), OperatorAccount.Standing.ACTIVE, Set.of(), Set.of()));
        tell("INC-remarked", at(60, SOURCE, new Event.Commented("the alert HighCpu is over")));
        tell("INC-acted", at(120, ANN, new Event.Commented("I look")));
        tell(
                "INC-cured",
                at(60, Actor.engine(), new Event.Verified(LOOK)),
                at(90, Actor.engine(), new Event.Resolved("gone")));
        tell("INC-nothing", at(30, Actor.engine(), new Event.Resolved("nothing is broken")));
        tell(
                "INC-taken",
                at(30, Actor.engine(), new Event.Escalated("nobody knows")),
                at(60, Actor.engine(), new Event.Verified(LOOK)),
                at(90, ANN, new Event.Resolved("by hand")));
    }

    @AfterAll
    static void close() {
        journal.close();
        database.close();
    }

    private static Stamped at(long seconds, Actor by, Event event) {
        return new Stamped(Fixtures.NOON.plusSeconds(seconds), by, event);
    }

    /// Writes down an incident; whether one event may follow the other is of no matter here.
    private static void tell(String id, Stamped... more) {
        var reported = at(0, SOURCE, new Event.Reported(ProblemReport.of(id + " is slow")));
        var all = new ArrayList<>(List.of(reported));
        all.addAll(List.of(more));
        var line = IncidentSummary.of(Evolution.begin(new IncidentId(id), reported), Fixtures.NOON);
        journal.append(new Commit(0, all, line, Wake.KEEP));
    }

    private static List<String> behind(Figure figure) {
        var page = figures.behind(figure, Fixtures.NOON, new Query(Set.of(), Set.of(), "", 10, 0));
        assertThat(page.total()).isEqualTo(page.incidents().size());
        return page.incidents().stream().map(line -> line.id().id()).sorted().toList();
    }

    @Test
    void onlyPeopleAct() {
        assertThat(behind(Figure.ACTED)).containsExactly("INC-acted");
        assertThat(figures.since(Fixtures.NOON)).singleElement().satisfies(day -> {
            assertThat(day.acted()).isOne();
            assertThat(day.toAct()).isEqualTo(Duration.ofMinutes(2));
        });
    }

    @Test
    void theListBehindAFigureIsAsLongAsTheFigureSays() {
        var day = figures.since(Fixtures.NOON).getFirst();

        assertThat(behind(Figure.REPORTED)).hasSize((int) day.reported()).hasSize(5);
        assertThat(behind(Figure.RESOLVED)).hasSize((int) day.resolved()).hasSize(3);
        assertThat(behind(Figure.BY_RUNBOOK)).hasSize((int) day.byRunbook()).containsExactly("INC-cured");
        assertThat(behind(Figure.NOISE)).hasSize((int) day.noise()).containsExactly("INC-nothing");
        assertThat(behind(Figure.VERIFIED)).containsExactly("INC-cured", "INC-taken");
    }

    @Test
    void theListIsNarrowedDownAndPagedThrough() {
        var query = new Query(Set.of(), Set.of(), "CURED", 1, 0);
        assertThat(figures.behind(Figure.RESOLVED, Fixtures.NOON, query).total())
                .isOne();
        var second = new Query(Set.of(), Set.of(), "", 1, 1);
        var page = figures.behind(Figure.RESOLVED, Fixtures.NOON, second);
        assertThat(page.incidents()).hasSize(1);
        assertThat(page.total()).isEqualTo(3);
        assertThat(figures.behind(Figure.RESOLVED, Fixtures.NOON.plusSeconds(1), query)
                        .total())
                .isZero();
    }
}
