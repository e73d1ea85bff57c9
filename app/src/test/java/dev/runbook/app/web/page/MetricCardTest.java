package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.IncidentIndex.Day;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricCardTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    @Test
    void aShareOfNothingIsNotZero() {
        var onlyReported = new Day(TODAY, 2, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

        for (var days : List.of(List.<Day>of(), List.of(onlyReported)))
            assertThat(MetricCard.of(days, List.of(), TODAY))
                    .filteredOn(card ->
                            !card.title().equals("Reported") && !card.title().equals("Alerts in"))
                    .hasSize(6)
                    .allSatisfy(card -> {
                        assertThat(card.value()).as(card.title()).isEqualTo("–");
                        assertThat(card.trend()).as(card.title()).isEqualTo("no data yet");
                    });
    }
}
