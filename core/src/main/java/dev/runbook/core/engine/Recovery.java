package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Verification.Answer;
import dev.runbook.core.engine.Verification.Signal;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Judges whether the metrics that a diagnosis stood on went back to where they were. Pure.
final class Recovery {

    /// A metric has recovered when what is left of its deviation is at most this share.
    private static final double LEFT_OVER = 0.35;

    /// A metric in its usual range has recovered when what is left of its deviation is at most this share.
    private static final double HALF = 0.5;

    /// How many spreads around its usual level a metric moves without meaning anything.
    private static final double NOISE = 4;

    private Recovery() {}

    /// The metrics that the leading hypothesis stands on must go back to where they were before its onset.
    /// Each is judged once, by how it was when it was last seen before acting.
    static List<Verifier.Checked> check(Hypothesis hypothesis, List<Evidence> before, Event.EvidenceGathered fresh) {
        var seat = Seat.of(hypothesis, before);
        var latest = new LinkedHashMap<String, Evidence>();
        for (var piece : before)
            if (hypothesis.supportedBy().contains(piece.id())
                    && piece.content() instanceof Content.MetricSeries series
                    && !series.points().isEmpty())
                latest.merge(
                        series.component() + "/" + series.metric(),
                        piece,
                        (one, other) -> end(one).isAfter(end(other)) ? one : other);
        return latest.values().stream().map(piece -> metric(piece, seat, fresh)).toList();
    }

    private static Instant end(Evidence piece) {
        return ((Content.MetricSeries) piece.content()).points().getLast().time();
    }

    private static Verifier.Checked metric(Evidence piece, Seat seat, Event.EvidenceGathered fresh) {
        var series = (Content.MetricSeries) piece.content();
        var question = series.metric() + " of " + series.component() + " recovers";
        var usual = before(series, seat.cause().onset());
        if (usual.isEmpty()) return unseen(question, "what is usual was not seen", piece);
        var baseline = Readings.median(usual);
        var noise = NOISE * Readings.spread(usual, baseline);
        var sick = Readings.now(series.points());
        if (Math.abs(sick - baseline) <= noise) {
            var detail = number(sick) + " at the diagnosis was as before, so it tells nothing";
            return unseen(question, detail, piece);
        }
        return fresh.evidence().stream()
                .filter(e -> e.content() instanceof Content.MetricSeries s
                        && s.component().equals(series.component())
                        && s.metric().equals(series.metric())
                        && !s.points().isEmpty())
                .reduce((_, last) -> last)
                .map(now -> recovery(question, seat, new Levels(baseline, noise, sick), piece, now))
                .orElseGet(() -> unseen(question, "it could not be read again", piece));
    }

    private static Verifier.Checked unseen(String question, String why, Evidence piece) {
        return new Verifier.Checked(new Signal(question, Answer.UNSEEN, why, Set.of(piece.id())), false, true);
    }

    /// The levels that a metric is judged by.
    ///
    /// @param baseline its usual level
    /// @param noise how far from it means nothing
    /// @param sick its level at the diagnosis, further away than that
    private record Levels(double baseline, double noise, double sick) {

        /// What is left of the deviation: 0 when it is gone, 1 when it is as it was, more when it is worse.
        double leftOver(double reading) {
            return Math.abs(reading - baseline) / Math.abs(sick - baseline);
        }

        /// Whether it was above its usual level and is below it now, by less than half: what each of
        /// more replicas gets to do.
        boolean hasCrossed(double reading) {
            return sick > baseline && reading < baseline && reading > HALF * baseline;
        }

        boolean isUsual(double reading) {
            return Math.abs(reading - baseline) <= noise;
        }
    }

    /// A metric that is in its usual range has only recovered if it has come a good part of the way: where
    /// the range is wide, being a little less ill tells nothing. One that came half of the way and no further
    /// may be held there by something else, so it does not speak of the cause.
    private static Verifier.Checked recovery(String question, Seat seat, Levels levels, Evidence then, Evidence now) {
        var series = (Content.MetricSeries) then.content();
        var reading = Readings.now(((Content.MetricSeries) now.content()).points());
        var leftOver = levels.leftOver(reading);
        var recovered = leftOver <= LEFT_OVER || (levels.isUsual(reading) && leftOver <= HALF);
        var better = isBetterThanUsual(series, levels.sick(), levels.baseline(), reading);
        var crossed = levels.hasCrossed(reading);
        var answer = recovered || better
                ? Answer.GOOD
                : crossed || (levels.isUsual(reading) && leftOver < 1) ? Answer.UNSEEN : Answer.BAD;
        var unit = series.unit().isEmpty() ? "" : " " + series.unit();
        var figures = number(levels.baseline()) + " before, " + number(levels.sick()) + " at the diagnosis, "
                + number(reading) + unit + " now";
        var share = Math.round(100 * (1 - leftOver)) + " %";
        var said = better && !levels.isUsual(reading)
                ? "it is better than usual"
                : crossed && answer == Answer.UNSEEN
                        ? "it was above its usual and is below it, which tells nothing"
                        : leftOver > 1
                                ? "it is worse"
                                : levels.isUsual(reading) && answer == Answer.GOOD
                                        ? "it is back in its usual range"
                                        : answer == Answer.UNSEEN
                                                ? "it is in its usual range, but only " + share
                                                        + " better, which tells nothing"
                                                : "it has recovered by " + share;
        return new Verifier.Checked(
                new Signal(question, answer, said + ": " + figures, Set.of(then.id(), now.id())),
                seat.holds(series.component())
                        && !isAskedLess(series, levels)
                        && (answer == Answer.GOOD || leftOver > HALF),
                true);
    }

    /// Whether a component was called less than usual. That is up to its callers, who may be kept from it by something
    /// else.
    private static boolean isAskedLess(Content.MetricSeries series, Levels levels) {
        return series.unit().equals("per_second") && levels.sick() < levels.baseline();
    }

    /// A share or a waiting time that was too high may well be lower than usual now: a disk is cleaned of
    /// more than what filled it last. What counts something is not well when it is far below the usual.
    private static boolean isBetterThanUsual(
            Content.MetricSeries series, double sick, double baseline, double reading) {
        return sick > baseline
                && reading < baseline
                && (series.unit().equals("percent") || series.unit().equals("ms"));
    }

    /// The points from before the trouble: before its onset, or the first third where the onset is not
    /// known. Fewer than three say nothing.
    static List<Content.Point> before(Content.MetricSeries series, Optional<Instant> onset) {
        var points = series.points();
        var before = onset.map(time ->
                        points.stream().filter(p -> p.time().isBefore(time)).toList())
                .orElseGet(() -> points.subList(0, points.size() / 3));
        return before.size() < 3 ? List.of() : before;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
