package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.app.web.view.Timeline;
import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;

class StageGroupTest {

    @Test
    void theTimelineIsToldByStageTheLatestFirst() {
        var system = new SmallSystem();
        var id = system.waitingFor(RiskLevel.HIGH, "rob");

        var groups = StageGroup.of(Timeline.of(system.journal.read(id)));

        assertThat(groups)
                .extracting(StageGroup::stage)
                .startsWith("approval", "recommendation", "diagnosis")
                .endsWith("triage", "report");
        assertThat(groups.getFirst().took()).isEmpty();
        assertThat(groups.getFirst().rows())
                .anySatisfy(row -> assertThat(row.tone()).isEqualTo("ask"));
        assertThat(groups.stream().mapToInt(group -> group.rows().size()).sum())
                .isEqualTo(system.journal.read(id).size());
    }
}
