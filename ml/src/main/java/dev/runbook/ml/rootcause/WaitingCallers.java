package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.Metrics;
import java.util.ArrayList;
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

    /// Less than this is not worth a clue.
    private static final double LEAST = 0.05;

    private final Metrics window;
    private final Metrics baseline;
    private final Traffic traffic;

    private WaitingCallers(Traffic traffic, Metrics window, Metrics baseline) {
        this.traffic = traffic;
        this.window = window;
        this.baseline = baseline;
    }

    /// A clue for each component that callers may be waiting for.
    static List<Clue> clues(Traffic traffic, Metrics window, Metrics baseline) {
        return new WaitingCallers(traffic, window, baseline).clues();
    }

    private List<Clue> clues() {
        var waiting = waiting();
        if (waiting.isEmpty()) return List.of();
        List<Clue> clues = new ArrayList<>();
        for (var called : traffic.components()) {
            double suspicion = 0;
            var callers = new TreeSet<String>();
            for (var caller : waiting.entrySet()) {
                if (caller.getKey().equals(called)) continue;
                double share = caller.getValue() * traffic.together(caller.getKey(), called);
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
            if (before == null || before.present().length < Traffic.FEWEST) return;
            if (DeviationKind.of(key, window.units().getOrDefault(key, "")) != DeviationKind.CLIENT_LATENCY) return;
            double rarity = rarity(before.present(), now.present());
            if (rarity > 0) waiting.merge(key.component(), rarity, Math::max);
        });
        return waiting;
    }

    /// How rarely a stretch of the healthy period was as high on average, in `[0, 1]`: the logarithm of how
    /// many stretches there are to one.
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
        return Traffic.rarity(stretches, asHigh);
    }
}
