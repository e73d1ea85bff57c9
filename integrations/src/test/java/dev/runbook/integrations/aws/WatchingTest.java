package dev.runbook.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Metric;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchingTest {

    @Test
    void conditionsKnowWhateverIsMeasuredWithoutBeingTold() {
        assertThat(Stream.of(
                                Watching.ofInstance("web-1", "i-1"),
                                Watching.ofService("checkout", "shop"),
                                Watching.ofDatabase("orders-db"))
                        .flatMap(wanted -> wanted.stream()))
                .isNotEmpty()
                .allSatisfy(wanted -> assertThat(Metric.KNOWN).contains(new Metric(wanted.name(), wanted.unit())));
    }
}
