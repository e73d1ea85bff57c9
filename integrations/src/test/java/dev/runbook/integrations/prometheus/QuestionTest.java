package dev.runbook.integrations.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Metric;
import org.junit.jupiter.api.Test;

class QuestionTest {

    @Test
    void conditionsKnowWhateverIsMeasuredWithoutBeingTold() {
        assertThat(Question.standard())
                .isNotEmpty()
                .allSatisfy(
                        question -> assertThat(Metric.KNOWN).contains(new Metric(question.name(), question.unit())));
    }
}
