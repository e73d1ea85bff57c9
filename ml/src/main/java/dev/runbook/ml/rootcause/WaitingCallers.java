package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.Metrics;
import dev.runbook.ml.bundle.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Suspects those who are called of making their callers wait, where nobody says who calls whom.
///
/// A slow path to a component shows in nothing that is measured on it: its callers' calls take longer, and
/// that is all. Components whose traffic rises and falls together call each other. So everybody whose
/// traffic goes with that of a caller that waits is suspected, by how closely it goes along in the healthy
/// period. Without a healthy period nothing is said.
final class WaitingCallers {

    /// What a stretch as bad as once in so many is worth is all that one can be worth.
    private static final double RAREST = 1_000;

    /// With fewer common measurements two traffics only seem to go together.
    private static final int FEWEST = 30;

    /// Less than this is not worth a clue.
    private static final double LEAST = 0.05;

    private final Metrics window;
    private final Metrics baseline;
    private final Map<String, Map<Long, Double>> traffic = new TreeMap<>();

    private WaitingCallers(Metrics window, Metrics baseline) {
        this.window = window;
        this.baseline = baseline;
    }

    /// A clue for each component that callers may be waiting for.
    static List<Clue> clues(Metrics window, Metrics baseline) {
        return new WaitingCallers(window, baseline).clues();
    }

    private List<Clue> clues() {
        var waiting = waiting();
        if (waiting.isEmpty()) return List.of();
        measureTraffic();
        List<Clue> clues = new ArrayList<>();
        for (var called : traffic.keySet()) {
            double suspicion = 0;
            var callers = new TreeSet<String>();
            for (var caller : waiting.entrySet()) {
                if (caller.getKey().equals(called)) continue;
                double share = caller.getValue() * together(caller.getKey(), called);
                suspicion += share;
                if (share >= LEAST) callers.add(caller.getKey());
            }
            if (!callers.isEmpty()) clues.add(clue(called, suspicion, callers));
        }
        return clues;
    }

    private static Clue clue(String called, double suspicion, Set<String> callers) {
        return new Clue(
                called,
                "traffic",
                suspicion,
                String.format(
                        Locale.ROOT,
                        "calls made by %s take longer than usual, and the traffic of %s rises and falls with theirs",
                        String.join(", ", callers),
                        called));
    }

    /// Whose calls take longer, and how rarely they do, in `(0, 1]`.
    private Map<String, Double> waiting() {
        Map<String, Double> waiting = new TreeMap<>();
        window.series().forEach((key, now) -> {
            var before = baseline.series().get(key);
            if (before == null || before.present().length < FEWEST) return;
            if (MetricKind.of(key, window.units().getOrDefault(key, "")) != MetricKind.CLIENT_LATENCY) return;
            double rarity = rarity(before.present(), now.present());
            if (rarity > 0) waiting.merge(key.component(), rarity, Math::max);
        });
        return waiting;
    }

    /// How rarely a stretch of the healthy period was as high on average, in `[0, 1]`: the logarithm of how many
    /// stretches there are to one.
    private static double rarity(double[] before, double[] now) {
        int length = now.length;
        if (length == 0 || before.length < length) return 0;
        var usual = Usual.of(before, 0);
        double reached = 0;
        for (double value : now) reached += usual.deviation(value);
        double sum = 0;
        int asHigh = 0;
        for (int i = 0; i < before.length; i++) {
            sum += usual.deviation(before[i]);
            if (i >= length) sum -= usual.deviation(before[i - length]);
            if (i >= length - 1 && sum >= reached) asHigh++;
        }
        int stretches = before.length - length + 1;
        return Math.min(1, Math.log((1.0 + stretches) / (1 + asHigh)) / Math.log(RAREST));
    }

    /// The traffic of each component in the healthy period, by the number of the interval.
    private void measureTraffic() {
        baseline.series().forEach((key, series) -> {
            if (series.size() < FEWEST
                    || !window.series().containsKey(key)
                    || MetricKind.of(key, baseline.units().getOrDefault(key, "")) != MetricKind.TRAFFIC) return;
            traffic.computeIfAbsent(key.component(), _ -> byInterval(series));
        });
    }

    private static Map<Long, Double> byInterval(Series series) {
        var steps = new double[series.size() - 1];
        for (int i = 0; i < steps.length; i++) steps[i] = series.time(i + 1) - series.time(i);
        Arrays.sort(steps);
        double interval = Math.max(1, Usual.quantile(steps, 0.5));
        var values = new TreeMap<Long, Double>();
        for (int i = 0; i < series.size(); i++)
            if (Double.isFinite(series.value(i)))
                values.put((long) Math.floor(series.time(i) / interval), series.value(i));
        return values;
    }

    /// How closely the changes of two traffics go together, in `[0, 1]`: their correlation, where it is positive.
    private double together(String one, String other) {
        var mine = traffic.getOrDefault(one, Map.of());
        var theirs = traffic.getOrDefault(other, Map.of());
        List<double[]> both = new ArrayList<>();
        mine.forEach((interval, value) -> {
            var at = theirs.get(interval);
            if (at != null) both.add(new double[] {value, at});
        });
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
}
