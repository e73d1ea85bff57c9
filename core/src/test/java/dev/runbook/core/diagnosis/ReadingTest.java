package dev.runbook.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00Z");

    private static Evidence evidence(int number, Content content) {
        return new Evidence(
                EvidenceId.number(number),
                "pages",
                new Evidence.Query("knowledge.find_pages", Value.Fields.NONE),
                TimeWindow.endingAt(NOW, Duration.ZERO),
                NOW,
                content);
    }

    private static Reading page(String path, String heading, double score) {
        return new Reading(path, "Title", heading, score, "How it begins");
    }

    @Test
    void aPageIsNamedOnceByItsBestSectionAndTheBestPageComesFirst() {
        var best = page("disk.md", "Mitigation", 0.8);
        var second = page("cpu.md", "Mitigation", 0.7);

        var readings = Reading.in(List.of(
                evidence(1, page("disk.md", "Meaning", 0.6).facts()),
                evidence(2, second.facts()),
                evidence(3, best.facts())));

        assertThat(readings)
                .containsExactly(
                        new Reading.Cited(best, EvidenceId.number(3)), new Reading.Cited(second, EvidenceId.number(2)));
    }

    @Test
    void otherFactsAreNoPages() {
        var facts = new Content.Facts("web-3", "top processes", Value.fields("score", 1.0));

        assertThat(Reading.in(List.of(evidence(1, facts)))).isEmpty();
    }

    @Test
    void pagesAreBackground() {
        assertThat(evidence(1, page("disk.md", "", 0.6).facts()).givesBackground())
                .isTrue();
    }
}
