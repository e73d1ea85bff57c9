package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Compares the time that calls lose on their way with what they lost before.
///
/// The gap between the time of a call as the caller has it and as the callee has it is spent on the
/// network. A component whose network is slow has wide gaps on all its calls, in and out; its neighbours
/// only on those with it.
final class SpanClues {

    /// A gap must reach this share of the call's usual time, so that small ones do not count.
    private static final double FLOOR = 0.25;

    private static final double FEWEST_CALLS = 3;

    /// Growth below this is how gaps vary anyway.
    private static final double VARIES = 2;

    /// So much weight of calls that did not change is added, so that few calls say little.
    private static final double FEW = 3;

    private static final class Edge {
        double calls;
        double gap;
        double time;

        void add(Span span) {
            if (!Double.isFinite(span.meanMillis()) || !Double.isFinite(span.parentMeanMillis())) return;
            calls += span.count();
            gap += span.count() * Math.max(0, span.parentMeanMillis() - span.meanMillis());
            time += span.count() * span.parentMeanMillis();
        }
    }

    private record Ends(String from, String to, String operation) {}

    private SpanClues() {}

    static List<Clue> clues(List<Span> spans, List<Span> spansBefore) {
        var now = edges(spans);
        Map<String, double[]> growth = new TreeMap<>();
        edges(spansBefore).forEach((ends, before) -> {
            var edge = now.get(ends);
            if (edge == null || edge.calls < FEWEST_CALLS || before.calls < FEWEST_CALLS) return;
            double usual = Math.max(before.gap / before.calls, FLOOR * before.time / before.calls);
            if (!(usual > 0)) return;
            double grown = Math.log(Math.max(1, edge.gap / edge.calls / usual));
            double weight = Math.sqrt(edge.calls);
            add(growth, ends.to(), grown, weight);
            add(growth, ends.from(), grown, weight);
        });
        List<Clue> clues = new ArrayList<>();
        growth.forEach((component, sums) -> {
            double mean = sums[0] / (sums[1] + FEW);
            if (mean > Math.log(VARIES))
                clues.add(new Clue(
                        component,
                        "spans",
                        mean - Math.log(VARIES),
                        String.format(
                                Locale.ROOT,
                                "calls from and to %s lose %.1f times as much time on their way as before",
                                component,
                                Math.exp(mean))));
        });
        return clues;
    }

    private static void add(Map<String, double[]> growth, String component, double grown, double weight) {
        var sums = growth.computeIfAbsent(component, _ -> new double[2]);
        sums[0] += weight * grown;
        sums[1] += weight;
    }

    private static Map<Ends, Edge> edges(List<Span> spans) {
        Map<Ends, Edge> edges = new HashMap<>();
        for (var span : spans)
            if (span.crosses())
                edges.computeIfAbsent(new Ends(span.parent(), span.component(), span.operation()), _ -> new Edge())
                        .add(span);
        return edges;
    }
}
