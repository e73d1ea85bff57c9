package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;

class SituationTest {

    private static final Viewer ANN = new Viewer("ann", "approver", true, true, false, false);
    private static final Viewer EVE = new Viewer("eve", "viewer", false, false, false, false);

    private final SmallSystem system = new SmallSystem();

    private Situation situation(IncidentId id, Viewer viewer) {
        var view = IncidentView.of(system.journal.read(id), system.backend().pace())
                .orElseThrow();
        return Situation.of(view, viewer);
    }

    @Test
    void itSaysWhatWaitsAndForWhom() {
        var id = system.waitingFor(RiskLevel.HIGH, "rob");

        var forAnn = situation(id, ANN);
        assertThat(forAnn.wrong()).isNotBlank();
        assertThat(forAnn.doing()).contains("compute.restart_service", "waits for one operator");
        assertThat(forAnn.needed()).isEqualTo("Approve or deny it below.");
        assertThat(forAnn.yours()).isTrue();
        assertThat(situation(id, EVE).needed()).isEqualTo("An approver decides.");
        assertThat(situation(id, EVE).yours()).isFalse();
    }

    @Test
    void whoReportedACriticalActionIsNotAskedToApproveIt() {
        var id = system.waitingFor(RiskLevel.CRITICAL, "ann");

        assertThat(situation(id, ANN).needed()).isEqualTo("Another operator must approve; you can deny.");
    }

    @Test
    void aFreshReportHasNoCauseYetAndNeedsNobody() {
        var id = system.desk
                .report(dev.runbook.core.testkit.HighCpu.report(), new dev.runbook.core.incident.Actor.Operator("rob"))
                .id();

        assertThat(situation(id, ANN).wrong()).isEqualTo("The cause is not known yet.");
        assertThat(situation(id, ANN).sinceWhat()).isEqualTo("reported");
        assertThat(situation(id, ANN).needed()).isEqualTo("Nothing yet.");
    }
}
