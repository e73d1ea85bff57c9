package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.bundle.Span;
import dev.runbook.ml.logs.LogEvent;
import dev.runbook.ml.logs.LogLevel;
import dev.runbook.ml.logs.TemplateMiner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Compares what each component logs and does with what it did before.
///
/// An error that was not there before speaks against its component, less when several components log the
/// same one: that is how errors are passed on. A step that stays away while the steps around it go on
/// speaks against its component too: work ends before it. What only varies with the load says nothing, so
/// each step is compared with those of its component that came about as often.
///
/// Memory is bounded by the number of templates. One thread at a time.
final class LogClues {

    /// A step must have come this often to be missed.
    private static final double OFTEN = 3;

    /// Steps that came up to so many times as often, or as rarely, are compared.
    private static final double ALIKE = 3;

    private static final int NEIGHBOURS = 6;

    /// A step that comes at less than this share of what was due stays away.
    private static final double STAYS_AWAY = 0.75;

    private static final int PLACE_WORDS = 6;

    private static final double EXPLAINED_BY_OTHERS = 0.4;

    private final TemplateMiner miner = new TemplateMiner();
    private final Map<String, Map<Key, Tally>> byComponent = new TreeMap<>();
    private final Map<String, Map<String, Tally>> byPlace = new TreeMap<>();
    private double before;
    private double now;

    private record Key(String site, int template) {}

    private static final class Tally {
        double before;
        double now;
        boolean inLog;
        LogLevel level = LogLevel.UNKNOWN;
        String example = "";

        void add(Tally other) {
            before += other.before;
            now += other.now;
            inLog |= other.inLog;
            if (other.level.compareTo(level) > 0) level = other.level;
            if (example.isEmpty()) example = other.example;
        }

        boolean isError() {
            return level.compareTo(LogLevel.ERROR) >= 0;
        }
    }

    private record Step(String name, boolean inLog, double before, double now, Tally tally) {}

    private LogClues() {}

    static List<Clue> clues(Bundle bundle, List<Span> spans, List<Span> spansBefore) throws IOException {
        var clues = new LogClues();
        boolean compared = bundle.readLogsBaseline((component, event) -> clues.count(component, event, false));
        compared &= bundle.readLogs((component, event) -> clues.count(component, event, true));
        return compared || !spansBefore.isEmpty() ? clues.compare(spans, spansBefore) : List.of();
    }

    private void count(String component, LogEvent event, boolean inWindow) {
        int template = miner.add(event.message());
        var tally = byComponent
                .computeIfAbsent(component, _ -> new HashMap<>())
                .computeIfAbsent(new Key(Sites.of(event.message()).orElse(""), template), _ -> new Tally());
        tally.inLog = true;
        if (event.level().compareTo(tally.level) > 0) tally.level = event.level();
        if (tally.example.isEmpty() || (inWindow && tally.now == 0)) tally.example = event.message();
        if (inWindow) {
            tally.now++;
            now++;
        } else {
            tally.before++;
            before++;
        }
    }

    private List<Clue> compare(List<Span> spans, List<Span> spansBefore) {
        settle();
        double callsNow = spans.stream().mapToDouble(Span::count).sum();
        double callsBefore = spansBefore.stream().mapToDouble(Span::count).sum();
        double share = callsBefore > 0 ? callsNow / callsBefore : before > 0 ? now / before : 1;
        Map<String, Integer> spread = spreadOfErrors();
        List<Clue> clues = new ArrayList<>();
        Set<String> components = new HashSet<>(byComponent.keySet());
        spans.forEach(s -> components.add(s.component()));
        for (var component : components.stream().sorted().toList()) {
            var steps = steps(component, spans, spansBefore);
            errors(component, share, spread, clues);
            missing(component, steps, share, clues);
        }
        return clues;
    }

    private void settle() {
        miner.settle();
        byComponent.forEach((component, tallies) -> {
            Map<String, Tally> merged = new TreeMap<>();
            tallies.forEach((key, tally) ->
                    merged.computeIfAbsent(place(key), _ -> new Tally()).add(tally));
            byPlace.put(component, merged);
        });
    }

    /// Where in a program a message comes from, as far as it or the first words of its template tell. Lists
    /// in a message make a template for each length; they are one step.
    private String place(Key key) {
        return key.site().isEmpty()
                ? Arrays.stream(miner.template(key.template()).text().split("\\s+"))
                        .dropWhile(word -> word.contains("<*>"))
                        .limit(PLACE_WORDS)
                        .collect(Collectors.joining(" "))
                : key.site();
    }

    private List<Step> steps(String component, List<Span> spans, List<Span> spansBefore) {
        List<Step> steps = new ArrayList<>();
        byPlace.getOrDefault(component, Map.of()).forEach((place, tally) -> {
            if (!tally.isError()) steps.add(new Step(place, true, tally.before, tally.now, tally));
        });
        Map<String, double[]> operations = new TreeMap<>();
        spansBefore.stream()
                .filter(s -> s.component().equals(component))
                .forEach(s -> operations.computeIfAbsent(name(s), _ -> new double[2])[0] += s.count());
        spans.stream()
                .filter(s -> s.component().equals(component))
                .forEach(s -> operations.computeIfAbsent(name(s), _ -> new double[2])[1] += s.count());
        operations.forEach((name, counts) -> {
            if (!name.toLowerCase(Locale.ROOT).contains("error"))
                steps.add(new Step(name, false, counts[0], counts[1], new Tally()));
        });
        return steps;
    }

    private static String name(Span span) {
        return span.crosses() ? span.operation() + " from " + span.parent() : span.operation();
    }

    /// In how many components each error template newly appears.
    private Map<String, Integer> spreadOfErrors() {
        Map<String, Integer> spread = new HashMap<>();
        byPlace.values()
                .forEach(tallies -> tallies.forEach((place, tally) -> {
                    if (tally.isError()) spread.merge(place, 1, Integer::sum);
                }));
        return spread;
    }

    private void errors(String component, double share, Map<String, Integer> spread, List<Clue> clues) {
        byPlace.getOrDefault(component, Map.of()).forEach((place, tally) -> {
            if (!tally.isError() || tally.now == 0) return;
            double due = tally.before * share;
            double surprise = surprise(tally.now, due);
            if (tally.now <= 1.5 * due || surprise < 1) return;
            boolean passedOn = spread.getOrDefault(place, 1) > 1;
            double weight = Math.log1p(surprise) * (passedOn ? EXPLAINED_BY_OTHERS : 1) * (tally.before > 0 ? 0.5 : 1);
            clues.add(new Clue(
                    component,
                    "logs",
                    weight,
                    String.format(
                            Locale.ROOT,
                            "%s logs %s%.0f times an error %s: %s",
                            component,
                            passedOn ? "as others do " : "",
                            tally.now,
                            tally.before > 0
                                    ? String.format(Locale.ROOT, "that came %.0f times before", due)
                                    : "that was not there before",
                            brief(tally.example))));
        });
    }

    /// The step that stays away most.
    private static void missing(String component, List<Step> steps, double share, List<Clue> clues) {
        double most = 0;
        Step missed = null;
        double expected = 0;
        for (var step : steps) {
            if (step.before() < OFTEN) continue;
            double due = due(step, steps, share);
            if (step.now() > STAYS_AWAY * due) continue;
            double surprise = shortfall(step.now(), due);
            if (!step.inLog()) surprise = Math.sqrt(1 + surprise) - 1;
            if (surprise > most) {
                most = surprise;
                missed = step;
                expected = due;
            }
        }
        if (missed == null || most < 1) return;
        clues.add(new Clue(
                component,
                missed.inLog() ? "logs" : "spans",
                Math.log1p(most),
                String.format(
                        Locale.ROOT,
                        "in %s a step stays away while others go on (%.0f times instead of %.0f): %s",
                        component,
                        missed.now(),
                        expected,
                        brief(missed.inLog() ? missed.tally().example : missed.name()))));
    }

    /// How often a step is due, judged by the steps of its component that came about as often: the least of
    /// what they suggest.
    private static double due(Step step, List<Step> steps, double share) {
        return steps.stream()
                .filter(other -> !other.name().equals(step.name()) && other.before() >= 2)
                .filter(other -> other.before() <= ALIKE * step.before() && step.before() <= ALIKE * other.before())
                .sorted(Comparator.comparingDouble(other -> Math.abs(Math.log(other.before() / step.before()))))
                .limit(NEIGHBOURS)
                .mapToDouble(other -> (other.now() + 0.5) / (share * other.before() + 0.5))
                .min()
                .stream()
                .map(ratio -> ratio * share * step.before())
                .findFirst()
                .orElse(0);
    }

    private static double shortfall(double now, double due) {
        return now >= due ? 0 : (now > 0 ? now * Math.log(now / due) : 0) - now + due;
    }

    private static double surprise(double now, double due) {
        double expected = Math.max(due, 0.5);
        return now <= expected ? 0 : now * Math.log(now / expected) - now + expected;
    }

    private static String brief(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 120 ? line : line.substring(0, 120) + "...";
    }
}
