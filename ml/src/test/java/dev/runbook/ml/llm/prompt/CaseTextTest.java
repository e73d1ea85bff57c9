package dev.runbook.ml.llm.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaseTextTest {

    @Test
    void a_confidence_is_told_with_two_digits_at_most() {
        assertThat(CaseText.told(.7300000000000001)).isEqualTo(.73);
        assertThat(CaseText.told(1 / 3.0)).isEqualTo(.33);
        assertThat(CaseText.told(.9)).isEqualTo(.9);
    }
}
