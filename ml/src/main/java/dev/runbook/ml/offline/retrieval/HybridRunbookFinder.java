package dev.runbook.ml.offline.retrieval;

import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Digest;
import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Vector;
import dev.runbook.ml.offline.text.WordCoverage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds runbooks by words (BM25) and by meaning (embeddings). The score is absolute: below about 0.3
/// nothing fits.
public final class HybridRunbookFinder implements RunbookFinder {

    private static final double MEANING_SHARE = 0.6;

    private final Embedder embedder;
    private final Map<List<Digest>, WordCoverage> indexes = new HashMap<>();

    public HybridRunbookFinder(Embedder embedder) {
        this.embedder = embedder;
    }

    @Override
    public List<Match> find(ProblemReport report, Classification classification, List<Runbook> library) {
        var text = text(report);
        var covered = index(library).coverage(text);
        var asked = embedder.question(text);
        return library.stream()
                .map(runbook -> match(runbook, covered.getOrDefault(runbook.id().id(), 0.0), asked))
                .sorted(Comparator.comparingDouble(Match::score)
                        .reversed()
                        .thenComparing(match -> match.runbook().id()))
                .toList();
    }

    private Match match(Runbook runbook, double words, Optional<Vector> asked) {
        var meaning = asked.map(vector -> passages(runbook)
                .flatMap(passage -> embedder.meaning(passage).stream())
                .mapToDouble(vector::nearness)
                .max()
                .orElse(0));
        if (meaning.isEmpty())
            return new Match(runbook.id(), words, "words " + percent(words) + ", meaning not compared");
        double near = meaning.get();
        return new Match(
                runbook.id(),
                MEANING_SHARE * near + (1 - MEANING_SHARE) * Math.min(1, words * 2),
                "words " + percent(words) + ", meaning " + percent(near));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f%%", share * 100);
    }

    private synchronized WordCoverage index(List<Runbook> library) {
        var key = library.stream().map(Runbook::digest).toList();
        var known = indexes.get(key);
        if (known != null) return known;
        indexes.clear();
        var index = WordCoverage.of(library.stream()
                .map(r -> new WordCoverage.Page(
                        r.id().id(), r.name(), passages(r).skip(1).collect(Collectors.joining("\n"))))
                .toList());
        indexes.put(key, index);
        return index;
    }

    /// What a runbook says about itself; the title first.
    private static Stream<String> passages(Runbook runbook) {
        var steps = runbook.steps().stream().map(Step::description).collect(Collectors.joining(". "));
        var trigger = runbook.trigger().map(t -> t.source()).orElse("");
        return Stream.of(Stream.of(runbook.name(), runbook.description(), trigger, steps), runbook.phrases().stream())
                .flatMap(s -> s)
                .filter(passage -> !passage.isBlank());
    }

    private static String text(ProblemReport report) {
        return report.text()
                + report.alerts().stream()
                        .map((Alert a) -> a.name() + ": " + a.text())
                        .collect(Collectors.joining("\n", "\n", ""));
    }
}
