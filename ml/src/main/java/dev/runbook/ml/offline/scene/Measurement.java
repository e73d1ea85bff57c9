package dev.runbook.ml.offline.scene;

import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.ml.offline.statistics.Metric;
import dev.runbook.ml.offline.statistics.Quantity;
import dev.runbook.ml.offline.statistics.Shift;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// One metric of the case, and whether it departs from its baseline.
///
/// @param shift the departure; empty when there is none
public record Measurement(Metric metric, Optional<Shift> shift, Set<EvidenceId> evidence) {

    public String component() {
        return metric.series().component();
    }

    public Quantity quantity() {
        return metric.quantity();
    }

    /// Whether it is in trouble now: departed and not back, or used up all along.
    public boolean troubled() {
        return shift.filter(s -> !s.recovered()).isPresent() || (shift.isEmpty() && metric.usedUp());
    }

    /// Whether it is near its limit as it always was: worth an alert for some, and no news.
    public boolean alwaysHigh() {
        return shift.isEmpty() && metric.nearlyFull() && !metric.usedUp();
    }

    public Optional<Instant> onset() {
        return shift.map(Shift::onset);
    }

    /// What is to be seen, with figures: `cpu_usage of web-3 rose from 24 to 97 percent at 10:02 UTC`.
    public String phrase() {
        var series = metric.series();
        var name = series.metric() + " of " + series.component();
        var unit = series.unit().isEmpty() ? "" : " " + series.unit();
        if (shift.isEmpty())
            return name
                    + (metric.nearlyFull() ? " stands at " : " keeps its usual level, last ")
                    + Figures.number(series.last())
                    + unit;
        var s = shift.get();
        return name + (s.up() ? " rose" : " fell") + (s.gradual() ? " steadily" : "") + " from "
                + Figures.number(s.baseline()) + " to " + Figures.number(s.level()) + unit
                + (s.gradual() ? " since " : " at ") + Figures.time(s.onset())
                + s.end().map(end -> ", back since " + Figures.time(end)).orElse("");
    }

    /// What it is when all is well, with figures: `cpu_usage of web-3 goes back to about 24 percent`. Only
    /// of one that departed.
    public String usually() {
        var series = metric.series();
        return series.metric() + " of " + series.component() + " goes back to about "
                + Figures.number(shift.orElseThrow().baseline())
                + (series.unit().isEmpty() ? "" : " " + series.unit());
    }
}
