package dev.runbook.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal.Commit;
import dev.runbook.core.journal.Journal.Wake;
import dev.runbook.core.journal.Stamped;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RememberedCasesTest {

    private final Database database = TestDatabase.fresh();
    private final PostgresJournal journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
    private final RememberedCases remembered = new RememberedCases(database.dataSource());
    private long minutes;

    @AfterEach
    void close() {
        journal.close();
        database.close();
    }

    private void happens(IncidentId incident, long after, Event event) {
        var stamped = new Stamped(Fixtures.NOON.plus(Duration.ofMinutes(minutes++)), new Actor.Operator("ann"), event);
        journal.append(new Commit(after, List.of(stamped), Fixtures.summary(incident, after + 1), Wake.KEEP));
    }

    private static PastCase lesson(IncidentId incident, int day, String note) {
        return new PastCase(
                incident,
                Fixtures.NOON.plus(Duration.ofDays(day)),
                "checkout is slow",
                CauseKind.MEMORY_LEAK,
                "checkout",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                note);
    }

    @Test
    void theLastWordOnEachIncidentIsWhatIsRemembered() {
        var one = Fixtures.newIncident();
        var other = Fixtures.newIncident();
        assertThat(remembered.get()).isEmpty();

        happens(one, 0, new Event.Remembered(lesson(one, 2, "first word")));
        happens(other, 0, new Event.Remembered(lesson(other, 1, "")));
        assertThat(remembered.get()).containsExactly(lesson(other, 1, ""), lesson(one, 2, "first word"));

        happens(one, 1, new Event.Remembered(lesson(one, 2, "second word")));
        assertThat(remembered.get()).containsExactly(lesson(other, 1, ""), lesson(one, 2, "second word"));

        happens(other, 1, new Event.Forgotten("it was something else"));
        assertThat(remembered.get()).containsExactly(lesson(one, 2, "second word"));
    }
}
