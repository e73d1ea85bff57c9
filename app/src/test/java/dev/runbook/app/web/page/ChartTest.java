package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.view.EvidenceView.MetricView;
import dev.runbook.app.web.view.EvidenceView.PointView;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ChartTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    private static MetricView metric(double... values) {
        var points = new ArrayList<PointView>();
        for (var value : values) points.add(new PointView(START.plusSeconds(60L * points.size()), value));
        return new MetricView("web-1", "cpu_usage", "percent", points);
    }

    @Test
    void theLineRunsFromTheLowestToTheHighest() {
        var chart = Chart.of(metric(0, 50, 100)).orElseThrow();

        assertThat(chart.line()).isEqualTo("0.0,116.0 300.0,60.0 600.0,4.0");
        assertThat(chart.lowest()).isEqualTo("0 percent");
        assertThat(chart.highest()).isEqualTo("100 percent");
    }

    @Test
    void aMetricThatDoesNotMoveIsALineInTheMiddle() {
        assertThat(Chart.of(metric(7.25, 7.25)).orElseThrow().line()).isEqualTo("0.0,60.0 600.0,60.0");
    }

    @Test
    void onePointIsNoLine() {
        assertThat(Chart.of(metric(1))).isEmpty();
    }
}
