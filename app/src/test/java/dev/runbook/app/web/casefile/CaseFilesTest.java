package dev.runbook.app.web.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.core.engine.Event;
import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;

class CaseFilesTest {

    private final SmallSystem system = new SmallSystem();
    private final CaseFiles files = new CaseFiles();

    @Test
    void aFileIsPutTogetherOnceForEachStateOfItsIncident() {
        var id = system.waitingFor(RiskLevel.HIGH, "rob");
        var entries = system.journal.read(id);

        var file = files.whole(entries);

        assertThat(files.whole(system.journal.read(id))).isSameAs(file);
        assertThat(files.brief(entries)).isSameAs(file);
        assertThat(files.whole(entries.subList(0, 2))).isNotSameAs(file);
        system.desk.note(id, new Event.Commented("how odd"));
        assertThat(files.whole(system.journal.read(id))).isNotSameAs(file);
    }

    @Test
    void filesOfDifferentIncidentsAreNotMixedUp() {
        var one = system.waitingFor(RiskLevel.HIGH, "rob");
        var other = system.waitingFor(RiskLevel.LOW, "rob");

        assertThat(files.brief(system.journal.read(one))).isNotSameAs(files.brief(system.journal.read(other)));
    }
}
