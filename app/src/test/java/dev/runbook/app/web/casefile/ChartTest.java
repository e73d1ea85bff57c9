package dev.runbook.app.web.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    private static Series series(double... values) {
        var points = new ArrayList<Content.Point>();
        for (var value : values) points.add(new Content.Point(minute(points.size()), value));
        return new Series(new Series.Key("web-1", "cpu_usage", "percent"), points, List.of("ev-1"));
    }

    private static Instant minute(int minutes) {
        return START.plusSeconds(60L * minutes);
    }

    private static Chart chart(Series series, Mark... marks) {
        return Chart.of(series, List.of(marks)).orElseThrow();
    }

    @Test
    void theLineRunsFromTheLowestToTheHighest() {
        var chart = chart(series(0, 50, 100));

        assertThat(chart.line()).isEqualTo("0.0,860.0 500.0,550.0 1000.0,240.0");
        assertThat(chart.levels()).extracting(Chart.Level::label).containsExactly("0", "50", "100");
        assertThat(chart.unit()).isEqualTo("%");
    }

    @Test
    void aMetricThatDoesNotMoveIsStillALine() {
        assertThat(chart(series(7.25, 7.25)).line()).matches("0\\.0,[0-9.]+ 1000\\.0,[0-9.]+");
        assertThat(chart(series(0, 0)).line()).doesNotContain("NaN", "Infinity");
    }

    @Test
    void onePointIsNoLine() {
        assertThat(Chart.of(series(1), List.of())).isEmpty();
    }

    @Test
    void whatWasUsualIsTheMedianBeforeTheCauseBegan() {
        var onset = new Mark(1, Mark.Kind.ONSET, minute(5), "the cause begins");

        var chart = chart(series(10, 11, 10, 99, 10, 80, 90), onset);

        assertThat(chart.usual()).map(Chart.Level::label).contains("10");
        assertThat(chart.says()).isEqualTo("cpu_usage of web-1: from 10 to 99, usually 10, last 90 %");
    }

    @Test
    void whatAnActionChangedIsToldByWhatWasMeasuredBeforeItAndInTheEnd() {
        var restart = new Mark(1, Mark.Kind.ACTION, minute(3), "a restart");

        assertThat(chart(series(10, 80, 90, 85, 20, 15, 10), restart).effect()).contains(new Chart.Effect("85", "15"));
        assertThat(chart(series(10, 80, 90)).effect()).isEmpty();
    }

    @Test
    void momentsOutsideTheChartAreNotInIt() {
        var before = new Mark(1, Mark.Kind.CHANGE, minute(-10), "a change");
        var within = new Mark(2, Mark.Kind.ACTION, minute(1), "a restart");

        assertThat(chart(series(1, 2, 3), before, within).pins())
                .singleElement()
                .satisfies(pin -> assertThat(pin.x()).isEqualTo("50.00%"));
    }

    @Test
    void numbersSideBySideDoNotCoverEachOther() {
        var change = new Mark(1, Mark.Kind.CHANGE, minute(1), "a change");
        var onset = new Mark(2, Mark.Kind.ONSET, minute(1), "the cause begins");

        assertThat(chart(series(1, 2, 3), change, onset).pins())
                .extracting(Chart.Pin::y)
                .doesNotHaveDuplicates();
    }

    @Test
    void aLongMetricIsThinnedAndKeepsItsPeak() {
        var values = new double[5000];
        values[3210] = 77;

        var chart = chart(series(values));

        assertThat(chart.line().split(" ")).hasSizeLessThanOrEqualTo(240);
        assertThat(chart.points()).contains(":77");
    }
}
