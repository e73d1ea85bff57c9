package dev.runbook.ml.memory;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Vector;
import dev.runbook.ml.offline.text.WordCoverage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// How much past incidents are like a problem: by words, by meaning, and by whether they are about the same
/// service or host. What they advised counts less the more often it did not help again.
final class Likeness {

    /// Below this a case is about something else.
    private static final double LEAST = 0.35;

    private static final double MEANING = 0.4;
    private static final double WORDS = 0.25;
    private static final double PLACE = 0.35;

    /// So many cases, the nearest by words and place, are compared by their meaning.
    private static final int COMPARED = 40;

    private final Embedder embedder;

    Likeness(Embedder embedder) {
        this.embedder = embedder;
    }

    /// A case and how much it is like the problem.
    ///
    /// @param likeness in `[0, 1]`
    record Alike(PastCase past, double likeness) {}

    /// The cases that are like a problem, the most alike first.
    List<Alike> rank(String problem, Scope scope, List<PastCase> cases) {
        if (cases.isEmpty()) return List.of();
        var covered = index(cases).coverage(problem);
        var asked = embedder.meaning(problem);
        return IntStream.range(0, cases.size())
                .mapToObj(i -> new Alike(
                        cases.get(i),
                        WORDS * Math.min(1, 2 * covered.getOrDefault(String.valueOf(i), 0.0))
                                + PLACE * place(problem, scope, cases.get(i))))
                .sorted(Comparator.comparingDouble(Alike::likeness).reversed())
                .limit(COMPARED)
                .map(one -> new Alike(one.past(), weight(one.past(), cases) * whole(one, asked)))
                .filter(one -> one.likeness() >= LEAST)
                .sorted(Comparator.comparingDouble(Alike::likeness)
                        .thenComparing(one -> one.past().at())
                        .reversed())
                .toList();
    }

    private static WordCoverage index(List<PastCase> cases) {
        return WordCoverage.of(IntStream.range(0, cases.size())
                .mapToObj(i -> new WordCoverage.Page(
                        String.valueOf(i),
                        cases.get(i).component(),
                        cases.get(i).problem()))
                .toList());
    }

    /// With its meaning; where there is no model, words and place are all there is.
    private double whole(Alike one, Optional<Vector> asked) {
        return asked.flatMap(vector -> embedder.meaning(one.past().problem()).map(vector::nearness))
                .map(near -> one.likeness() + MEANING * near)
                .orElse(one.likeness() / (WORDS + PLACE));
    }

    /// Whether a case is about the same place, in `[0, 1]`; a service says more than a host.
    private static double place(String problem, Scope scope, PastCase past) {
        var words = problem.toLowerCase(Locale.ROOT);
        if (scope.service().isPresent() && isAbout(past, scope.service().get())) return 1;
        if (words.contains(past.component().toLowerCase(Locale.ROOT))) return 1;
        if (scope.host().isPresent() && isAbout(past, scope.host().get())) return 0.7;
        return 0;
    }

    private static boolean isAbout(PastCase past, String name) {
        return past.component().equals(name)
                || past.service().filter(name::equals).isPresent()
                || past.host().filter(name::equals).isPresent();
    }

    /// How much the advice of a case is worth, in `(0, 1]`: what helped in it may have been tried again
    /// since, on such a cause in the same place.
    private static double weight(PastCase advisor, List<PastCase> cases) {
        var again = cases.stream()
                .filter(later -> later.at().isAfter(advisor.at())
                        && later.cause() == advisor.cause()
                        && later.component().equals(advisor.component()))
                .flatMap(later -> later.attempts().stream())
                .filter(attempt -> advisor.attempts().stream()
                        .anyMatch(a -> a.helped() && a.operation().equals(attempt.operation())))
                .toList();
        long helped = again.stream().filter(PastCase.Attempt::helped).count();
        return (1.0 + helped) / (1 + again.size());
    }
}
