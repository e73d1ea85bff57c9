package dev.runbook.core.runbook;

import static dev.runbook.core.testkit.RunbookFixture.aRunbook;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RunbookTest {

    @Test
    void aStepCannotHaveANameThatTheEngineUsesItself() {
        for (var name : StepId.RESERVED)
            assertThatThrownBy(() -> aRunbook("odd")
                            .gathering(name.id(), "compute.get_resources")
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
    }

    @Test
    void aRunbookHasStepsAndNamesNoneTwice() {
        assertThatThrownBy(() -> aRunbook("empty").build()).hasMessageContaining("no steps");
        assertThatThrownBy(() -> aRunbook("twice").deciding("a").deciding("a").build())
                .hasMessageContaining("twice");
    }
}
