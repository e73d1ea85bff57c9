package dev.runbook.app.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.operation.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptJournalsTest {

    private final SmallSystem system = new SmallSystem();
    private final List<Long> readAfter = new ArrayList<>();
    private final KeptJournals journals = new KeptJournals(new Journal() {
        @Override
        public List<JournalEntry> read(IncidentId incident) {
            return system.journal.read(incident);
        }

        @Override
        public List<JournalEntry> read(IncidentId incident, long after) {
            readAfter.add(after);
            return Journal.super.read(incident, after);
        }

        @Override
        public Append append(Commit commit) {
            return system.journal.append(commit);
        }
    });

    @Test
    void onlyWhatIsNewIsReadAndNothingIsMissed() {
        var id = system.waitingFor(RiskLevel.HIGH, "rob");
        long seq = system.incident(id).seq();

        journals.read(id);
        system.desk.note(id, new Event.Commented("how odd"));
        var after = journals.read(id);

        assertThat(readAfter).containsExactly(0L, seq);
        assertThat(after).isEqualTo(system.journal.read(id));
    }

    @Test
    void whatWasNotLookedAtForLongIsForgotten() {
        var first = system.waitingFor(RiskLevel.HIGH, "rob");
        journals.read(first);
        for (int number = 0; number < 32; number++) journals.read(system.waitingFor(RiskLevel.HIGH, "rob"));

        assertThat(journals.read(first)).isEqualTo(system.journal.read(first));
        assertThat(readAfter.getLast()).isZero();
    }

    @Test
    void anIncidentThatIsNotThereIsNotThereLaterUnlessItIs() {
        assertThat(journals.read(new IncidentId("INC-1"))).isEmpty();
        assertThat(journals.read(system.waitingFor(RiskLevel.HIGH, "rob"))).isNotEmpty();
    }
}
