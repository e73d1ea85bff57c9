package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.MetricKey;
import dev.runbook.ml.bundle.Metrics;
import dev.runbook.ml.bundle.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How much is asked of each component, in the window and in the healthy period, by the number of the
/// interval of measuring. Components whose traffic rises and falls together call each other, or are called
/// by the same one.
final class Traffic {

    /// With fewer common measurements two traffics only seem to go together.
    static final int FEWEST = 30;

    /// What a stretch as bad as once in so many is worth is all that one can be worth.
    private static final double RAREST = 1_000;

    /// A callee that is called less by a smaller share is called as ever.
    private static final double NOTICEABLE = 0.1;

    private final Map<String, Map<Long, Double>> healthy = new TreeMap<>();
    private final Map<String, Map<Long, Double>> now = new TreeMap<>();

    /// The usual latency of each component's own answers, by metric.
    private final Map<String, Map<String, Double>> latencies = new TreeMap<>();

    private Traffic() {}

    /// The first metric of traffic of each component that is measured in both periods.
    static Traffic of(Metrics window, Metrics baseline) {
        var traffic = new Traffic();
        baseline.series().forEach((key, series) -> {
            if (series.size() < FEWEST) return;
            var kind = DeviationKind.of(key, baseline.units().getOrDefault(key, ""));
            if (kind == DeviationKind.LATENCY) traffic.addLatency(key, series);
            var recent = window.series().get(key);
            if (recent == null || kind != DeviationKind.TRAFFIC) return;
            double interval = interval(series);
            traffic.healthy.computeIfAbsent(key.component(), _ -> byInterval(series, interval));
            traffic.now.computeIfAbsent(key.component(), _ -> byInterval(recent, interval));
        });
        return traffic;
    }

    private void addLatency(MetricKey key, Series series) {
        var values = series.present();
        if (values.length >= FEWEST)
            latencies
                    .computeIfAbsent(key.component(), _ -> new TreeMap<>())
                    .put(key.name(), Usual.of(values, 0).middle());
    }

    /// Whether one may wait for the other, as a caller does: most of what both measure of their latency is
    /// higher at the one.
    boolean waitsFor(String caller, String callee) {
        var callees = latencies.getOrDefault(callee, Map.of());
        int longer = 0;
        for (var latency : latencies.getOrDefault(caller, Map.of()).entrySet()) {
            var other = callees.get(latency.getKey());
            if (other != null) longer += Double.compare(latency.getValue(), other);
        }
        return longer > 0;
    }

    private static double interval(Series series) {
        var steps = new double[series.size() - 1];
        for (int i = 0; i < steps.length; i++) steps[i] = series.time(i + 1) - series.time(i);
        Arrays.sort(steps);
        return Math.max(1, Usual.quantile(steps, 0.5));
    }

    private static Map<Long, Double> byInterval(Series series, double interval) {
        var values = new TreeMap<Long, Double>();
        for (int i = 0; i < series.size(); i++)
            if (Double.isFinite(series.value(i)))
                values.put((long) Math.floor(series.time(i) / interval), series.value(i));
        return values;
    }

    /// Whose traffic is known, in order.
    Set<String> components() {
        return healthy.keySet();
    }

    /// How closely the changes of two traffics go together in the healthy period, in `[0, 1]`: their
    /// correlation, where it is positive.
    double together(String one, String other) {
        var both = both(healthy, one, other);
        if (both.size() < FEWEST) return 0;
        double products = 0;
        double ofOne = 0;
        double ofOther = 0;
        for (int i = 1; i < both.size(); i++) {
            double change = both.get(i)[0] - both.get(i - 1)[0];
            double otherChange = both.get(i)[1] - both.get(i - 1)[1];
            products += change * otherChange;
            ofOne += change * change;
            ofOther += otherChange * otherChange;
        }
        return ofOne > 0 && ofOther > 0 ? Math.max(0, products / Math.sqrt(ofOne * ofOther)) : 0;
    }

    /// How rarely, in stretches of the healthy period as long as the window, so little was asked of a callee
    /// for what was asked of its caller, in `[0, 1]`.
    double stayedAway(String caller, String callee) {
        var recent = both(now, caller, callee);
        var before = both(healthy, caller, callee);
        if (recent.isEmpty() || before.size() < Math.max(FEWEST, recent.size())) return 0;
        double reached = ratio(recent);
        if (!(reached < (1 - NOTICEABLE) * ratio(before))) return 0;
        int asLow = 0;
        int stretches = before.size() - recent.size() + 1;
        for (int i = 0; i < stretches; i++) if (ratio(before.subList(i, i + recent.size())) <= reached) asLow++;
        return rarity(stretches, asLow);
    }

    /// How often a callee is called for one call of its caller; infinite where that is not called.
    private static double ratio(List<double[]> pairs) {
        double calls = 0;
        double called = 0;
        for (var pair : pairs) {
            calls += pair[0];
            called += pair[1];
        }
        return calls > 0 ? called / calls : Double.POSITIVE_INFINITY;
    }

    /// The logarithm of how many stretches there are to one that is like this, in `[0, 1]`.
    static double rarity(int stretches, int alike) {
        return Math.min(1, Math.log((1.0 + stretches) / (1 + alike)) / Math.log(RAREST));
    }

    private static List<double[]> both(Map<String, Map<Long, Double>> traffic, String one, String other) {
        var mine = traffic.getOrDefault(one, Map.of());
        var theirs = traffic.getOrDefault(other, Map.of());
        List<double[]> both = new ArrayList<>();
        mine.forEach((interval, value) -> {
            var at = theirs.get(interval);
            if (at != null) both.add(new double[] {value, at});
        });
        return both;
    }
}
