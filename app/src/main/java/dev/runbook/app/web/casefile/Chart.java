package dev.runbook.app.web.casefile;

import dev.runbook.core.evidence.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A metric over time as a drawing. Places are shares of the box in percent, so that a page can give it any
/// size and letters keep theirs.
///
/// @param line the corners of the line in a box of 1000 by 1000, as SVG writes them
/// @param levels the grid lines
/// @param times the marks of the axis of time
/// @param usual what was usual before the cause began; empty when that is not known
/// @param effect what the last action changed; empty when there was none within the chart
/// @param pins the moments that matter within the chart
/// @param points seconds since 1970 and values, for the reader's pointer: `1700000000:12.5 1700000030:13`
/// @param says what the line shows, in words
/// @param evidence the ids of the answers it is drawn from
public record Chart(
        String component,
        String metric,
        String unit,
        String line,
        List<Level> levels,
        List<Tick> times,
        Optional<Level> usual,
        Optional<Effect> effect,
        List<Pin> pins,
        String points,
        String says,
        List<String> evidence) {

    /// A height with the value that it stands for.
    public record Level(String y, String label) {}

    /// A place on the axis of time.
    public record Tick(String x, Instant at) {}

    /// What was measured right before an action, and in the end: medians of a few points.
    public record Effect(String before, String after) {}

    /// A moment in the chart.
    ///
    /// @param y where its number stands, in pixels; numbers side by side do not cover each other
    public record Pin(String x, int y, Mark mark) {}

    private static final int MOST_POINTS = 240;
    private static final int TICKS = 4;

    /// The numbers of pins stand above the line, and the times below it.
    private static final double TOP = 24;

    private static final double BOTTOM = 86;

    /// Pins that are closer than this, in percent, would cover each other.
    private static final double CROWDED = 5;

    private static final int FEWEST_FOR_USUAL = 5;

    /// Empty for fewer than two points.
    static Optional<Chart> of(Series series, List<Mark> marks) {
        if (series.points().size() < 2) return Optional.empty();
        var from = series.points().getFirst().time();
        var to = series.points().getLast().time();
        if (!from.isBefore(to)) return Optional.empty();
        return Optional.of(new Drawing(series, from, to).chart(marks));
    }

    /// A chart in the making.
    private record Drawing(Series series, Instant from, Instant to) {

        Chart chart(List<Mark> marks) {
            var all = series.points().stream().mapToDouble(Content.Point::value).summaryStatistics();
            var scale = Scale.of(all.getMin(), all.getMax());
            var usual = usual(marks);
            var key = series.key();
            return new Chart(
                    key.component(),
                    key.metric(),
                    unit(key.unit()),
                    series.thinned(MOST_POINTS).stream()
                            .map(point -> String.format(
                                    Locale.ROOT, "%.1f,%.1f", x(point.time()) * 10, y(scale, point.value()) * 10))
                            .collect(Collectors.joining(" ")),
                    scale.levels().stream()
                            .map(level -> new Level(percent(y(scale, level)), Scale.label(level)))
                            .toList(),
                    ticks(),
                    usual.map(value -> new Level(percent(y(scale, value)), Scale.label(value))),
                    effect(marks),
                    pins(marks),
                    series.thinned(MOST_POINTS).stream()
                            .map(point -> point.time().getEpochSecond() + ":" + Scale.label(point.value()))
                            .collect(Collectors.joining(" ")),
                    says(all.getMin(), all.getMax(), usual),
                    series.evidence());
        }

        private String says(double least, double greatest, Optional<Double> usual) {
            var key = series.key();
            return key.metric() + " of " + key.component() + ": from " + Scale.label(least) + " to "
                    + Scale.label(greatest)
                    + usual.map(value -> ", usually " + Scale.label(value)).orElse("") + ", last "
                    + Scale.label(series.points().getLast().value()) + " " + unit(key.unit());
        }

        /// The median of what was measured before the cause began.
        private Optional<Double> usual(List<Mark> marks) {
            var onset = marks.stream()
                    .filter(mark -> mark.kind() == Mark.Kind.ONSET)
                    .map(Mark::at)
                    .findFirst();
            if (onset.isEmpty()) return Optional.empty();
            var before = series.points().stream()
                    .filter(point -> point.time().isBefore(onset.get()))
                    .map(Content.Point::value)
                    .sorted()
                    .toList();
            return before.size() < FEWEST_FOR_USUAL ? Optional.empty() : Optional.of(before.get(before.size() / 2));
        }

        private Optional<Effect> effect(List<Mark> marks) {
            return marks.stream()
                    .filter(mark -> mark.kind() == Mark.Kind.ACTION)
                    .map(Mark::at)
                    .filter(at -> at.isAfter(from) && at.isBefore(to))
                    .reduce((_, later) -> later)
                    .map(at -> new Effect(
                            latest(point -> !point.time().isAfter(at)),
                            latest(point -> point.time().isAfter(at))));
        }

        /// The median of the last few points of some.
        private String latest(Predicate<Content.Point> which) {
            var some = series.points().stream().filter(which).toList();
            var few = some.subList(Math.max(0, some.size() - FEWEST_FOR_USUAL), some.size()).stream()
                    .map(Content.Point::value)
                    .sorted()
                    .toList();
            return Scale.label(few.get(few.size() / 2));
        }

        private List<Tick> ticks() {
            var span = Duration.between(from, to);
            var ticks = new ArrayList<Tick>();
            for (int i = 0; i < TICKS; i++) {
                var at = from.plus(span.multipliedBy(2L * i + 1).dividedBy(2L * TICKS));
                ticks.add(new Tick(percent(x(at)), at));
            }
            return ticks;
        }

        private List<Pin> pins(List<Mark> marks) {
            var pins = new ArrayList<Pin>();
            double last = -100;
            int row = 0;
            for (var mark : marks) {
                if (mark.at().isBefore(from) || mark.at().isAfter(to)) continue;
                double x = x(mark.at());
                row = x - last < CROWDED ? (row + 1) % 2 : 0;
                last = x;
                pins.add(new Pin(percent(x), 10 + 19 * row, mark));
            }
            return pins;
        }

        private double x(Instant at) {
            return 100.0
                    * Duration.between(from, at).toMillis()
                    / Math.max(1, Duration.between(from, to).toMillis());
        }

        private static double y(Scale scale, double value) {
            return BOTTOM - scale.share(value) * (BOTTOM - TOP);
        }
    }

    private static String unit(String unit) {
        return switch (unit) {
            case "percent" -> "%";
            case "count" -> "";
            case "per_second" -> "/s";
            default -> unit;
        };
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share);
    }
}
