package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.bundle.Change;
import dev.runbook.ml.bundle.Dependency;
import dev.runbook.ml.bundle.Incident;
import dev.runbook.ml.bundle.MetricKey;
import dev.runbook.ml.bundle.Metrics;
import dev.runbook.ml.bundle.Span;
import dev.runbook.ml.offline.scene.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Ranks every component of a bundle by how much speaks for it as the place where trouble began.
///
/// Three kinds of clues are added up: how far its metrics left what is usual, weighted by what they
/// measure; what it logs and does differently; and how much of the symptom's harm arises in it and not in
/// what it calls. One set of weights for every system.
public final class RootCause {

    /// A deviation that is as clear as can be: a hundred spreads.
    private static final double CLEAR = Math.log1p(100);

    private static final double METRICS = 1;
    private static final double LOGS = 0.45;
    private static final double SPANS = 0.8;
    private static final double HARM = 4;
    private static final double CHANGES = 0.6;
    private static final double WAITING = 0.3;
    private static final double MISSING = 0.75;

    private static final double CLOCKS_DIFFER_MINUTES = 5;
    private static final double LONG_BEFORE_MINUTES = 240;
    private static final double FADES_MINUTES = 45;

    /// Components that the symptom's component does not need come after those it needs.
    private static final double UNREACHABLE = 0.3;

    private final Incident incident;
    private final Topology calls;
    private final Map<String, List<Suspect.ScoredMetric>> metrics = new TreeMap<>();
    private final Map<String, List<Clue>> clues = new TreeMap<>();
    private final Set<String> components = new TreeSet<>();
    private final Set<String> silent = new TreeSet<>();

    private RootCause(Incident incident, Topology calls) {
        this.incident = incident;
        this.calls = calls;
    }

    /// The components of a bundle, the most suspect first; empty when it has neither metrics nor logs nor
    /// spans nor dependencies.
    ///
    /// @throws IOException when a part of the bundle cannot be read, with file and line
    public static List<Suspect> rank(Bundle bundle) throws IOException {
        var spans = bundle.spans();
        var spansBefore = bundle.spansBaseline();
        List<Span> allSpans = new ArrayList<>(spans);
        allSpans.addAll(spansBefore);
        var incident = bundle.incident();
        var ranking = new RootCause(incident, calls(bundle.dependencies(), allSpans));
        for (var span : allSpans) ranking.components.add(span.component());
        var window = bundle.metrics();
        var baseline = bundle.baseline();
        ranking.weighMetrics(window, baseline);
        LogClues.clues(bundle, spans, spansBefore).forEach(c -> ranking.add(c, LOGS));
        SpanClues.clues(spans, spansBefore).forEach(c -> ranking.add(c, SPANS));
        Harm.clues(incident, window, baseline, ranking.calls).forEach(c -> ranking.add(c, HARM));
        if (ranking.calls.isEmpty()) ranking.weighTraffic(window, baseline);
        ranking.weighChanges(bundle.changes());
        return ranking.suspects();
    }

    /// Who calls whom: as given, and as seen in spans.
    private static Topology calls(List<Dependency> given, List<Span> spans) {
        var seen = spans.stream().filter(Span::crosses).map(span -> new Topology.Link(span.parent(), span.component()));
        var links = given.stream().map(one -> new Topology.Link(one.from(), one.to()));
        return new Topology(Stream.concat(links, seen).toList(), List.of());
    }

    private void add(Clue clue, double weight) {
        components.add(clue.component());
        clues.computeIfAbsent(clue.component(), _ -> new ArrayList<>())
                .add(new Clue(clue.component(), clue.source(), weight * clue.weight(), clue.words()));
    }

    private void weighTraffic(Metrics window, Metrics baseline) {
        var traffic = Traffic.of(window, baseline);
        WaitingCallers.clues(traffic, window, baseline).forEach(c -> add(c, WAITING));
        MissingCalls.clues(traffic).forEach(c -> add(c, MISSING));
    }

    /// A change shortly before a component left what is usual speaks against it; more the shorter.
    private void weighChanges(List<Change> changes) {
        double started = incident.startedAt()
                .map(t -> t.toEpochMilli() / 1_000.0)
                .orElseGet(() -> metrics.values().stream()
                        .flatMap(List::stream)
                        .map(Suspect.ScoredMetric::deviation)
                        .filter(Deviation::isNotable)
                        .mapToDouble(Deviation::onset)
                        .filter(Double::isFinite)
                        .min()
                        .orElse(Double.NaN));
        for (var change : changes) {
            double minutes = (started - change.time().toEpochMilli() / 1_000.0) / 60;
            if (!(minutes >= -CLOCKS_DIFFER_MINUTES && minutes <= LONG_BEFORE_MINUTES)) continue;
            add(
                    new Clue(
                            change.component(),
                            "changes",
                            Math.exp(-Math.max(0, minutes) / FADES_MINUTES),
                            String.format(
                                    Locale.ROOT,
                                    "%s of %s %.0f minutes before: %s",
                                    change.kind().isEmpty() ? "change" : change.kind(),
                                    change.component(),
                                    Math.max(0, minutes),
                                    change.summary())),
                    CHANGES);
        }
    }

    private void weighMetrics(Metrics window, Metrics baseline) {
        Map<String, List<Deviation>> byComponent = new TreeMap<>();
        for (var deviation : Deviations.measure(window, baseline, incident))
            byComponent
                    .computeIfAbsent(deviation.key().component(), _ -> new ArrayList<>())
                    .add(deviation);
        window.series().keySet().forEach(key -> components.add(key.component()));
        baseline.series().keySet().stream()
                .map(MetricKey::component)
                .filter(component -> !components.contains(component))
                .forEach(silent::add);
        byComponent.forEach((component, deviations) -> {
            boolean memoryGrew = deviations.stream()
                    .anyMatch(d -> d.kind() == DeviationKind.MEMORY && d.badness() >= 2 * Deviation.NOTABLE);
            double busy = deviations.stream()
                    .filter(d -> d.kind() == DeviationKind.PROCESSOR)
                    .mapToDouble(RootCause::score)
                    .max()
                    .orElse(0);
            metrics.put(
                    component,
                    deviations.stream()
                            .map(d -> new Suspect.ScoredMetric(d, score(d) + (explains(d, memoryGrew) ? busy : 0)))
                            .sorted(Comparator.comparingDouble(Suspect.ScoredMetric::score)
                                    .reversed()
                                    .thenComparing(m -> m.deviation().key()))
                            .toList());
        });
    }

    /// What takes more and more memory also keeps its processor busy, but not the other way round: where
    /// memory grew clearly, the load of the processor speaks for it.
    private static boolean explains(Deviation deviation, boolean memoryGrew) {
        return memoryGrew && deviation.kind() == DeviationKind.MEMORY && deviation.badness() >= 2 * Deviation.NOTABLE;
    }

    /// In `[0, 1.5]`.
    private static double score(Deviation deviation) {
        double clarity = Math.min(1.5, Math.log1p(deviation.badness()) / CLEAR);
        double weight = switch (deviation.kind()) {
            case PROCESSOR -> 1;
            case MEMORY -> 0.6;
            case SATURATION, ROOM -> 0.9;
            case ERRORS, SUCCESS -> 0.8;
            case LATENCY -> 0.6;
            case CLIENT_LATENCY -> 0.4;
            case TRAFFIC, INPUT_OUTPUT -> 0.6;
            case GAUGE -> 0.5;
            case SHARED -> 0;
        };
        return weight * clarity;
    }

    private List<Suspect> suspects() {
        var reachable = incident.target()
                .map(t -> calls.withNeedsOf(t.component()))
                .filter(r -> r.size() > 1)
                .orElse(Set.of());
        List<Suspect> suspects = new ArrayList<>();
        for (var component : components)
            if (!component.isEmpty())
                suspects.add(suspect(component, reachable.isEmpty() || reachable.contains(component)));
        double middling =
                suspects.stream().mapToDouble(Suspect::score).average().orElse(0);
        silent.removeAll(components);
        if (metrics.isEmpty()) silent.clear();
        for (var component : silent) suspects.add(unmeasured(component, middling));
        suspects.sort(Comparator.comparingDouble(Suspect::score).reversed().thenComparing(Suspect::component));
        return suspects;
    }

    /// What was measured in the healthy period and is not in the window can be neither cleared nor blamed: it
    /// is as suspect as the others are on average.
    private static Suspect unmeasured(String component, double score) {
        var reason = new Clue(
                component,
                "metrics",
                score,
                component + " was measured in the healthy period and is not in the window");
        return new Suspect(component, score, List.of(), List.of(reason), Double.NaN);
    }

    private Suspect suspect(String component, boolean reachable) {
        var measured = metrics.getOrDefault(component, List.of());
        var reasons = new ArrayList<>(clues.getOrDefault(component, List.of()));
        measured.stream().findFirst().filter(m -> m.deviation().isNotable()).ifPresent(m -> reasons.add(words(m)));
        reasons.sort(Comparator.comparingDouble(Clue::weight).reversed());
        double score = METRICS
                        * measured.stream()
                                .mapToDouble(Suspect.ScoredMetric::score)
                                .max()
                                .orElse(0)
                + clues.getOrDefault(component, List.of()).stream()
                        .mapToDouble(Clue::weight)
                        .sum();
        double onset = measured.stream()
                .map(Suspect.ScoredMetric::deviation)
                .filter(Deviation::isNotable)
                .mapToDouble(Deviation::onset)
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
        return new Suspect(component, reachable ? score : UNREACHABLE * score, measured, reasons, onset);
    }

    private static Clue words(Suspect.ScoredMetric metric) {
        var d = metric.deviation();
        return new Clue(
                d.key().component(),
                "metrics",
                metric.score(),
                String.format(
                        Locale.ROOT,
                        "%s of %s went from %.4g to %.4g (%.0f spreads %s usual)",
                        d.key().name(),
                        d.key().component(),
                        d.usual(),
                        d.now(),
                        Math.abs(d.signed()),
                        d.signed() > 0 ? "above" : "below"));
    }
}
