package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.Incident;
import dev.runbook.ml.bundle.MetricKey;
import dev.runbook.ml.bundle.Metrics;
import dev.runbook.ml.bundle.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares each metric of the window with what is usual for it.
///
/// Without a baseline the part of the window before the incident stands in, or its first two fifths.
final class Deviations {

    /// The part of the window that is taken where a metric is farthest off.
    private static final double PART = 1 / 3.0;

    private static final int MOST = 30;
    private static final int FEWEST = 3;
    private static final double CALM_PART = 0.4;

    /// Trouble in a metric with no bad direction counts this much.
    private static final double UNDIRECTED = 0.3;

    /// Memory is compared with what other components use, so that small components do not look ill for little.
    private static final double SHARE_OF_PEERS = 0.1;

    /// A success rate that falls by this share of the whole leaves what is usual.
    private static final double SUCCESS_FLOOR = 0.005;

    private final Metrics window;
    private final Metrics baseline;
    private final double started;
    private final Map<String, Double> peers = new HashMap<>();

    private Deviations(Metrics window, Metrics baseline, double started) {
        this.window = window;
        this.baseline = baseline;
        this.started = started;
    }

    static List<Deviation> measure(Metrics window, Metrics baseline, Incident incident) {
        double started =
                incident.startedAt().map(t -> t.toEpochMilli() / 1_000.0).orElse(Double.NaN);
        return new Deviations(window, baseline, started).measure();
    }

    private List<Deviation> measure() {
        measurePeers();
        List<Deviation> deviations = new ArrayList<>();
        window.series().forEach((key, series) -> {
            var before = before(key, series);
            var now = after(key, series);
            if (before.length < FEWEST || now.present().length == 0) return;
            deviations.add(deviation(key, before, now));
        });
        return deviations;
    }

    private boolean hasBaseline(MetricKey key) {
        var series = baseline.series().get(key);
        return series != null && series.present().length >= FEWEST;
    }

    private double[] before(MetricKey key, Series series) {
        var known = baseline.series().get(key);
        if (known != null && hasBaseline(key)) return known.present();
        int split = split(series);
        return Arrays.stream(range(series, 0, split)).filter(Double::isFinite).toArray();
    }

    private Series after(MetricKey key, Series series) {
        if (hasBaseline(key)) return series;
        int split = split(series);
        var times = new double[series.size() - split];
        for (int i = 0; i < times.length; i++) times[i] = series.time(split + i);
        return Series.of(times, range(series, split, series.size()));
    }

    private static double[] range(Series series, int from, int to) {
        var values = new double[to - from];
        for (int i = from; i < to; i++) values[i - from] = series.value(i);
        return values;
    }

    /// Where the calm part of a window ends.
    private int split(Series series) {
        int at = 0;
        while (at < series.size() && series.time(at) < started) at++;
        if (at >= FEWEST && at < series.size()) return at;
        return (int) Math.ceil(CALM_PART * series.size());
    }

    private void measurePeers() {
        Map<String, List<Double>> middles = new HashMap<>();
        window.series().forEach((key, series) -> {
            var values = before(key, series);
            if (values.length >= FEWEST && kind(key) == DeviationKind.MEMORY) {
                Arrays.sort(values);
                middles.computeIfAbsent(key.name(), _ -> new ArrayList<>()).add(Math.abs(Usual.quantile(values, 0.5)));
            }
        });
        middles.forEach((name, values) -> {
            var sorted = values.stream().mapToDouble(d -> d).sorted().toArray();
            peers.put(name, Usual.quantile(sorted, 0.5));
        });
    }

    private DeviationKind kind(MetricKey key) {
        return DeviationKind.of(key, window.units().getOrDefault(key, ""));
    }

    private Deviation deviation(MetricKey key, double[] before, Series now) {
        var kind = kind(key);
        if (kind == DeviationKind.SUCCESS) return failing(key, before, now);
        return deviation(key, kind, before, now);
    }

    /// A success rate is judged by what it lacks of the whole: 99 of 100 is far from 100.
    private Deviation failing(MetricKey key, double[] before, Series now) {
        double full = Arrays.stream(before).max().orElse(1) > 1 ? 100 : 1;
        var lacking = Arrays.stream(before).map(v -> full - v).toArray();
        var times = new double[now.size()];
        var values = new double[now.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = now.time(i);
            values[i] = full - now.value(i);
        }
        var d = deviation(key, DeviationKind.ERRORS, lacking, Series.of(times, values));
        return new Deviation(
                key, DeviationKind.SUCCESS, -d.signed(), d.badness(), d.onset(), full - d.usual(), full - d.now());
    }

    private Deviation deviation(MetricKey key, DeviationKind kind, double[] before, Series now) {
        var usually = Usual.of(before, floor(key, before));
        double above = farthest(now, true);
        double below = farthest(now, false);
        double up = usually.deviation(above);
        double down = -usually.deviation(below);
        boolean rises = kind.isBadAbove() || (!kind.isBadBelow() && up >= down);
        double weight = kind.isBadAbove() || kind.isBadBelow() ? 1 : UNDIRECTED;
        double badness = weight * Math.max(0, rises ? up : down);
        return new Deviation(
                key,
                kind,
                rises ? up : -down,
                badness,
                onset(usually, now, rises),
                usually.middle(),
                rises ? above : below);
    }

    private double floor(MetricKey key, double[] before) {
        var whole = DeviationKind.of(key, "") == DeviationKind.SUCCESS;
        if (whole) return SUCCESS_FLOOR * (Arrays.stream(before).max().orElse(1) > 1 ? 100 : 1);
        return SHARE_OF_PEERS * peers.getOrDefault(key.name(), 0.0);
    }

    /// The mean of the values that are farthest to one side.
    private static double farthest(Series series, boolean above) {
        var values = series.present();
        Arrays.sort(values);
        int part = (int) Math.clamp(Math.ceil(PART * values.length), 1, MOST);
        int from = above ? values.length - part : 0;
        return Arrays.stream(values, from, from + part).average().orElse(Double.NaN);
    }

    private static double onset(Usual usual, Series now, boolean rises) {
        for (int i = 0; i < now.size(); i++) {
            double off = usual.deviation(now.value(i));
            if ((rises ? off : -off) >= Deviation.NOTABLE) return now.time(i);
        }
        return Double.NaN;
    }
}
