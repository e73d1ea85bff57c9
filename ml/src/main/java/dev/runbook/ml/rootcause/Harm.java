package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.Incident;
import dev.runbook.ml.bundle.MetricKey;
import dev.runbook.ml.bundle.Metrics;
import dev.runbook.ml.bundle.Series;
import dev.runbook.ml.offline.scene.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Accounts for the harm that a symptom is made of, along the dependencies.
///
/// Where latency or failures are measured together with the number of calls, the harm at a component is
/// what its calls took longer, or failed more, than usual, times how many there were. Calls pass it on to
/// their callers, so the part that a component's callees do not have is its own: the component with the
/// largest own harm is where it arises. No threshold on the metric itself and no unit comes in, since all
/// components are measured alike.
final class Harm {

    /// So many spreads above the usual a measurement is harm.
    private static final double UNUSUAL = 2;

    private static final Set<String> MEANS = Set.of("", "average", "avg", "mean");

    private final Metrics window;
    private final Metrics baseline;
    private boolean beginsCalm;
    private final DeviationKind kind;
    private final String metric;
    private final Map<String, Double> total = new TreeMap<>();

    private Harm(Metrics window, Metrics baseline, DeviationKind kind, String metric) {
        this.window = window;
        this.baseline = baseline;
        this.kind = kind;
        this.metric = metric;
    }

    /// The clues from accounting, when there is a target, dependencies below it, and measurements to
    /// account with.
    static List<Clue> clues(Incident incident, Metrics window, Metrics baseline, Topology calls) {
        var target = incident.target();
        if (target.isEmpty() || calls.directNeedsOf(target.get().component()).isEmpty()) return List.of();
        var metric = target.get().metric();
        var kind = DeviationKind.of(new MetricKey(target.get().component(), metric, ""), "");
        if (kind != DeviationKind.LATENCY && kind != DeviationKind.SUCCESS && kind != DeviationKind.ERRORS)
            return List.of();
        var harm = new Harm(window, baseline, kind, metric);
        return harm.account(target.get().component(), calls);
    }

    private List<Clue> account(String target, Topology calls) {
        beginsCalm = beginsCalm(target);
        var reachable = calls.withNeedsOf(target);
        for (var component : reachable) {
            var own = harmAt(component);
            if (own.isPresent()) total.put(component, own.get());
        }
        Map<String, Double> shares = new HashMap<>();
        double sum = 0;
        for (var entry : total.entrySet()) {
            double passedOn = calls.directNeedsOf(entry.getKey()).stream()
                    .mapToDouble(c -> total.getOrDefault(c, 0.0))
                    .sum();
            double own = Math.max(0, entry.getValue() - passedOn);
            shares.put(entry.getKey(), own);
            sum += own;
        }
        List<Clue> clues = new ArrayList<>();
        if (!(sum > 0)) return clues;
        for (var entry : shares.entrySet()) {
            double share = entry.getValue() / sum;
            if (share > 0)
                clues.add(new Clue(
                        entry.getKey(),
                        "dependencies",
                        share,
                        String.format(
                                Locale.ROOT,
                                "%.0f %% of the additional %s below %s arises in %s and not in what it calls",
                                100 * share,
                                kind == DeviationKind.LATENCY ? "time" : "failures",
                                target,
                                entry.getKey())));
        }
        return clues;
    }

    private Optional<Double> harmAt(String component) {
        var key = key(component);
        var traffic = traffic(component);
        if (key.isEmpty() || traffic.isEmpty()) return Optional.empty();
        var now = window.series().get(key.get());
        var known = baseline.series().get(key.get());
        if (now == null || known == null || now.size() == 0 || known.present().length == 0) return Optional.empty();
        double full = full(known);
        var usual = usual(known, full);
        double atFirst = first(now, full);
        double harm = 0;
        for (int i = 0; i < now.size(); i++) {
            double value = bad(now.value(i), full);
            if (!Double.isFinite(value) || usual.deviation(value) < UNUSUAL) continue;
            double excess = value - Math.max(usual.middle(), atFirst);
            harm += Math.max(0, excess) * traffic.get().getOrDefault(now.time(i), 1.0);
        }
        return Optional.of(harm);
    }

    /// What was so before the symptom began is not part of it: where the window begins with a usual value
    /// of the symptom, what each component began with is left out.
    private double first(Series now, double full) {
        double value = bad(now.value(0), full);
        return beginsCalm && now.size() > 2 && Double.isFinite(value) ? value : Double.NEGATIVE_INFINITY;
    }

    private boolean beginsCalm(String target) {
        var key = key(target);
        var now = key.map(k -> window.series().get(k));
        var known = key.map(k -> baseline.series().get(k));
        if (now.isEmpty()
                || known.isEmpty()
                || now.get().size() == 0
                || known.get().present().length == 0) return false;
        double full = full(known.get());
        return usual(known.get(), full).deviation(bad(now.get().value(0), full)) < UNUSUAL;
    }

    private Usual usual(Series known, double full) {
        var before = known.present();
        for (int i = 0; i < before.length; i++) before[i] = bad(before[i], full);
        return Usual.of(before, kind == DeviationKind.LATENCY ? 0 : 0.005 * full);
    }

    private double bad(double value, double full) {
        return kind == DeviationKind.SUCCESS ? full - value : value;
    }

    private static double full(Series series) {
        for (double value : series.present()) if (value > 1) return 100;
        return 1;
    }

    private Optional<MetricKey> key(String component) {
        return window.series().keySet().stream()
                .filter(k -> k.component().equals(component) && k.metric().equals(metric))
                .filter(k -> MEANS.contains(k.stat().toLowerCase(Locale.ROOT)))
                .findFirst()
                .or(() -> window.series().keySet().stream()
                        .filter(k ->
                                k.component().equals(component) && k.metric().equals(metric))
                        .findFirst());
    }

    private Optional<Map<Double, Double>> traffic(String component) {
        return window.series().entrySet().stream()
                .filter(e -> e.getKey().component().equals(component))
                .filter(e -> DeviationKind.of(e.getKey(), "") == DeviationKind.TRAFFIC)
                .findFirst()
                .map(e -> {
                    Map<Double, Double> byTime = new HashMap<>();
                    var series = e.getValue();
                    for (int i = 0; i < series.size(); i++)
                        if (Double.isFinite(series.value(i))) byTime.put(series.time(i), series.value(i));
                    return byTime;
                });
    }
}
