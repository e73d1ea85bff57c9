package dev.runbook.ml.diagnose;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.bundle.Expected;
import dev.runbook.ml.calibration.Reliability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Diagnoses every bundle below a folder and scores those that say what is expected.
public final class Evaluation {

    private static final double CONFIDENT = 0.7;

    private Evaluation() {}

    /// One bundle.
    ///
    /// @param diagnosis empty when the bundle could not be read; then `error` says why
    /// @param rank of the right component, from 1; 0 when it is missing or not scored
    /// @param right whether all that was expected holds; empty when nothing was expected
    public record Case(
            String name,
            Optional<Diagnosis> diagnosis,
            String error,
            Optional<Expected> expected,
            int rank,
            Optional<Boolean> right,
            double millis) {}

    /// The bundles below a folder, in order of their names: folders with an `incident.json`, and archives.
    ///
    /// @throws IOException when there are none
    public static List<Path> bundles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) throw new IOException("no such folder: " + folder);
        try (Stream<Path> files = Files.walk(folder)) {
            var found = files.filter(f -> isBundle(f)).sorted().toList();
            if (found.isEmpty())
                throw new IOException("no bundles below " + folder + "; a bundle is a folder with " + Bundle.INCIDENT
                        + ", a .zip or a .tar.gz");
            return found;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isBundle(Path file) {
        var name = file.toString();
        return Files.isRegularFile(file.resolve(Bundle.INCIDENT))
                || (Files.isRegularFile(file)
                        && (name.endsWith(".zip") || name.endsWith(".tar.gz") || name.endsWith(".tgz")));
    }

    /// Diagnoses and scores one bundle; what cannot be read is an error of that case alone.
    public static Case run(Path folder, Path bundle, BundleDiagnoser diagnoser) {
        var name = folder.relativize(bundle).toString();
        if (name.isEmpty()) name = String.valueOf(bundle.getFileName());
        long start = System.nanoTime();
        try (var open = Bundle.open(bundle)) {
            var diagnosis = diagnoser.diagnose(open);
            double millis = (System.nanoTime() - start) / 1e6;
            var expected = open.expected();
            int rank = expected.map(e -> rank(diagnosis, e)).orElse(0);
            return new Case(
                    name,
                    Optional.of(diagnosis),
                    "",
                    expected,
                    rank,
                    expected.flatMap(e -> right(diagnosis, e, rank)),
                    millis);
        } catch (IOException | RuntimeException e) {
            return new Case(
                    name, Optional.empty(), String.valueOf(e.getMessage()), Optional.empty(), 0, Optional.empty(), 0);
        }
    }

    private static int rank(Diagnosis diagnosis, Expected expected) {
        var components = diagnosis.components();
        for (int i = 0; i < components.size(); i++)
            if (expected.components().contains(components.get(i).component())) return i + 1;
        return 0;
    }

    private static Optional<Boolean> right(Diagnosis diagnosis, Expected expected, int rank) {
        List<Boolean> checks = new ArrayList<>();
        if (!expected.components().isEmpty()) checks.add(rank == 1);
        expected.category().ifPresent(c -> checks.add(c.equals(diagnosis.category())));
        expected.healthy().ifPresent(h -> checks.add(h == (diagnosis.verdict() == Diagnosis.Verdict.HEALTHY)));
        if (checks.isEmpty() && !expected.mustMention().isEmpty()) checks.add(mentions(diagnosis, expected));
        return checks.isEmpty() ? Optional.empty() : Optional.of(!checks.contains(false));
    }

    private static boolean mentions(Diagnosis diagnosis, Expected expected) {
        return expected.mustMention().stream().allMatch(group -> group.stream().anyMatch(p -> found(p, diagnosis)))
                && expected.forbidden().stream().noneMatch(p -> found(p, diagnosis));
    }

    private static boolean found(Pattern pattern, Diagnosis diagnosis) {
        return pattern.matcher(diagnosis.cause()).find();
    }

    /// Runs all, one after the other.
    ///
    /// @param progress told after each bundle how many are done
    public static Result run(Path folder, BundleDiagnoser diagnoser, LongConsumer progress) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (var bundle : bundles(folder)) {
            cases.add(run(folder, bundle, diagnoser));
            progress.accept(cases.size());
        }
        return new Result(cases);
    }

    /// All cases, and what they come to.
    public record Result(List<Case> cases) {
        public Result {
            cases = List.copyOf(cases);
        }

        /// Figures by name, in the order in which they are to be read; a figure that nothing was expected of is
        /// missing.
        public Map<String, Double> figures() {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("bundles", (double) cases.size());
            long errors = cases.stream().filter(c -> !c.error().isEmpty()).count();
            figures.put("unreadable", (double) errors);
            var ranked = expecting(e -> !e.components().isEmpty());
            for (int k : new int[] {1, 3, 5})
                share(figures, "component in first " + k, ranked, c -> c.rank() > 0 && c.rank() <= k);
            share(
                    figures,
                    "right category",
                    expecting(e -> e.category().isPresent()),
                    c -> c.expected()
                            .flatMap(Expected::category)
                            .equals(c.diagnosis().map(Diagnosis::category)));
            share(
                    figures,
                    "called healthy when healthy",
                    expecting(e -> e.healthy().orElse(false)),
                    Result::isHealthy);
            share(
                    figures,
                    "called healthy when not",
                    expecting(e -> !e.healthy().orElse(true)),
                    Result::isHealthy);
            share(
                    figures,
                    "required statements in the cause",
                    expecting(e -> !e.mustMention().isEmpty()),
                    c -> c.diagnosis().isPresent()
                            && c.expected().isPresent()
                            && mentions(c.diagnosis().get(), c.expected().get()));
            var judged = judged();
            share(figures, "all as expected", judged, c -> c.right().orElse(false));
            share(
                    figures,
                    "confident and wrong",
                    judged,
                    c -> confidence(c) >= CONFIDENT && !c.right().orElse(true));
            share(figures, "undecided", judged, Result::isInconclusive);
            if (!judged.isEmpty())
                figures.put("expected calibration error", reliability().error());
            figures.put(
                    "milliseconds a bundle",
                    cases.stream().mapToDouble(Case::millis).average().orElse(0));
            return figures;
        }

        private static boolean isHealthy(Case c) {
            return c.diagnosis()
                    .map(d -> d.verdict() == Diagnosis.Verdict.HEALTHY)
                    .orElse(false);
        }

        private static double confidence(Case c) {
            return c.diagnosis().map(Diagnosis::confidence).orElse(0.0);
        }

        private List<Case> expecting(Predicate<Expected> what) {
            return cases.stream()
                    .filter(c -> c.expected().filter(what).isPresent())
                    .toList();
        }

        private static void share(Map<String, Double> figures, String name, List<Case> of, Predicate<Case> holds) {
            if (!of.isEmpty()) figures.put(name, of.stream().filter(holds).count() / (double) of.size());
        }

        /// How confidence and being right agree, over the cases that can be judged and where something was
        /// claimed.
        public Reliability reliability() {
            return Reliability.of(judged().stream()
                    .filter(c -> !isInconclusive(c))
                    .map(c -> new Reliability.Claim(confidence(c), c.right().orElse(false)))
                    .toList());
        }

        /// The share of each kind that is as expected, by the kind that `expected.json` names; empty when
        /// none does.
        public Map<String, Tally> byKind() {
            Map<String, Tally> tallies = new LinkedHashMap<>();
            for (var c : judged())
                c.expected().flatMap(Expected::kind).ifPresent(kind -> tallies.merge(kind, Tally.of(c), Tally::plus));
            return tallies;
        }

        private List<Case> judged() {
            return cases.stream().filter(c -> c.right().isPresent()).toList();
        }

        private static boolean isInconclusive(Case c) {
            return c.diagnosis()
                    .filter(d -> d.verdict() == Diagnosis.Verdict.INCONCLUSIVE)
                    .isPresent();
        }

        /// What became of the cases of one kind.
        ///
        /// @param undecided how many got no verdict; they are not right
        /// @param confidentlyWrong how many were wrong with a confidence of 0.7 and more
        public record Tally(int cases, int right, int undecided, int confidentlyWrong) {
            private static Tally of(Case c) {
                boolean right = c.right().orElse(false);
                return new Tally(
                        1, right ? 1 : 0, isInconclusive(c) ? 1 : 0, !right && confidence(c) >= CONFIDENT ? 1 : 0);
            }

            private Tally plus(Tally other) {
                return new Tally(
                        cases + other.cases,
                        right + other.right,
                        undecided + other.undecided,
                        confidentlyWrong + other.confidentlyWrong);
            }
        }

        /// One JSON object: `figures`, and `cases` with `bundle`, `millis`, and either `error` or
        /// `diagnosis`; `rank` and `right` where something was expected.
        public String json() {
            List<Object> all = new ArrayList<>();
            for (var c : cases) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("bundle", c.name());
                fields.put("millis", c.millis());
                if (!c.error().isEmpty()) fields.put("error", c.error());
                c.diagnosis().ifPresent(d -> fields.put("diagnosis", d.value()));
                if (c.expected().isPresent()) fields.put("rank", c.rank());
                c.right().ifPresent(r -> fields.put("right", r));
                all.add(fields);
            }
            return Json.write(Value.of(Map.of(
                    "figures",
                    figures(),
                    "kinds",
                    kinds(),
                    "reliability",
                    reliability().bins().stream()
                            .map(b -> Map.of("from", b.from(), "cases", b.cases(), "said", b.said(), "right", b.was()))
                            .toList(),
                    "cases",
                    all)));
        }

        private Map<String, Object> kinds() {
            Map<String, Object> kinds = new LinkedHashMap<>();
            byKind().forEach((kind, t) -> kinds.put(
                    kind,
                    Map.of(
                            "cases",
                            t.cases(),
                            "right",
                            t.right(),
                            "undecided",
                            t.undecided(),
                            "confidently_wrong",
                            t.confidentlyWrong())));
            return kinds;
        }

        /// The figures for people, and the bundles that could not be read.
        public String text() {
            var text = new StringBuilder();
            figures()
                    .forEach((name, value) -> text.append(String.format(
                            Locale.ROOT,
                            value == Math.rint(value) && value > 1 ? "%-34s %.0f%n" : "%-34s %.3f%n",
                            name,
                            value)));
            var kinds = byKind();
            if (!kinds.isEmpty())
                text.append(String.format(
                        Locale.ROOT,
                        "%n%-22s %6s %6s %10s %16s%n",
                        "kind",
                        "cases",
                        "right",
                        "undecided",
                        "confident, wrong"));
            kinds.forEach((kind, t) -> text.append(String.format(
                    Locale.ROOT,
                    "%-22s %6d %6d %10d %16d%n",
                    kind,
                    t.cases(),
                    t.right(),
                    t.undecided(),
                    t.confidentlyWrong())));
            if (!reliability().bins().isEmpty())
                text.append(System.lineSeparator()).append(reliability().text());
            cases.stream()
                    .filter(c -> !c.error().isEmpty())
                    .forEach(c ->
                            text.append(c.name()).append(": ").append(c.error()).append(System.lineSeparator()));
            return text.toString();
        }
    }
}
