package dev.runbook.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScenarioStageTest {

    @Test
    void aNameBecomesAHeadingAsPeopleWriteIt() {
        assertThat(ScenarioStage.title("high_cpu")).isEqualTo("High CPU");
        assertThat(ScenarioStage.title("dns-outage")).isEqualTo("DNS outage");
        assertThat(ScenarioStage.title("_")).isEqualTo("_");
    }
}
