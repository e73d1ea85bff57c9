package dev.runbook.app.suite;

import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.ml.diagnose.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// How a language model did beside the offline engine, on the same incidents.
///
/// @param tape what the model said
public record Comparison(List<Contest.Round> rounds, Tape tape) {

    private static final Set<String> NO_ACCURACY = Set.of("bundles", "unreadable", "milliseconds a bundle");

    public Comparison {
        rounds = List.copyOf(rounds);
    }

    /// A line of the table.
    ///
    /// @param offline empty where it means nothing without a model
    /// @param model empty where it means nothing with one
    public record Line(String name, Optional<Double> offline, Optional<Double> model) {}

    /// The figures, in the order in which they are to be read. Shares are from 0 to 1, times in
    /// milliseconds, money in US dollars; what has an unknown price costs 0.
    public List<Line> lines() {
        var figures = new LinkedHashMap<String, Line>();
        accuracy(Contest.Round::offline)
                .forEach((name, value) -> figures.put(name, new Line(name, Optional.of(value), Optional.empty())));
        accuracy(Contest.Round::model)
                .forEach((name, value) -> figures.merge(
                        name,
                        new Line(name, Optional.empty(), Optional.of(value)),
                        (one, other) -> new Line(name, one.offline(), other.model())));
        return Stream.concat(figures.values().stream(), cost().stream()).toList();
    }

    private Map<String, Double> accuracy(Function<Contest.Round, Suite.Played> side) {
        var all = new LinkedHashMap<String, Double>();
        result(side).figures().forEach((name, value) -> {
            if (!NO_ACCURACY.contains(name)) all.put(name, value);
        });
        all.putAll(Suite.endings(rounds.stream().map(side).toList()));
        return all;
    }

    private Evaluation.Result result(Function<Contest.Round, Suite.Played> side) {
        return new Evaluation.Result(
                rounds.stream().map(side).map(Suite.Played::judged).toList());
    }

    private List<Line> cost() {
        double incidents = Math.max(1, rounds.size());
        double dollars = sum(Consultation::costMicros) / 1e6;
        return List.of(
                model("diagnosed by the model", standing(Standing.AGREED) + standing(Standing.MODEL_ALONE)),
                model("both came to the same", standing(Standing.AGREED)),
                model("calls an incident", sum(_ -> 1) / incidents),
                model("tokens read an incident", sum(one -> one.usage().input()) / incidents),
                model(
                        "tokens of the cache an incident",
                        sum(one -> one.usage().cacheRead() + one.usage().cacheWritten()) / incidents),
                model("tokens written an incident", sum(one -> one.usage().output()) / incidents),
                model("dollars an incident", dollars / incidents),
                model("dollars in all", dollars),
                new Line(
                        "milliseconds a diagnosis, p50",
                        Optional.of(percentile(Contest.Round::offline, 0.5)),
                        Optional.of(percentile(Contest.Round::model, 0.5))),
                new Line(
                        "milliseconds a diagnosis, p95",
                        Optional.of(percentile(Contest.Round::offline, 0.95)),
                        Optional.of(percentile(Contest.Round::model, 0.95))),
                model("questions missing in the recording", sumOf(Contest.Round::missing)));
    }

    private static Line model(String name, double value) {
        return new Line(name, Optional.empty(), Optional.of(value));
    }

    private double standing(Standing standing) {
        return rounds.stream()
                        .filter(round ->
                                round.standing().filter(standing::equals).isPresent())
                        .count()
                / (double) Math.max(1, rounds.size());
    }

    private double sum(ToLongFunction<Consultation> of) {
        return rounds.stream()
                .flatMap(round -> round.said().stream())
                .mapToLong(of)
                .sum();
    }

    private double sumOf(ToLongFunction<Contest.Round> of) {
        return rounds.stream().mapToLong(of).sum();
    }

    /// The value that this share of the rounds does not exceed, by the nearest rank.
    private double percentile(Function<Contest.Round, Suite.Played> side, double share) {
        var sorted = rounds.stream()
                .map(side)
                .mapToDouble(played -> played.judged().millis())
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /// Everything for machines: `figures`, each with `offline` and `model`; `kinds`, each with `cases` and
    /// how many were right on both sides; and the ids of the models.
    public String json() {
        var figures = new LinkedHashMap<String, Object>();
        for (var line : lines()) figures.put(line.name(), side(line.offline(), line.model()));
        var kinds = new LinkedHashMap<String, Object>();
        var model = result(Contest.Round::model).byKind();
        result(Contest.Round::offline)
                .byKind()
                .forEach((kind, tally) -> kinds.put(
                        kind,
                        Map.of(
                                "cases", tally.cases(),
                                "offline", tally.right(),
                                "model", right(model, kind))));
        return Json.write(Value.of(Map.of("models", models(), "figures", figures, "kinds", kinds)));
    }

    private static Map<String, Object> side(Optional<Double> offline, Optional<Double> model) {
        var both = new LinkedHashMap<String, Object>();
        offline.ifPresent(value -> both.put("offline", value));
        model.ifPresent(value -> both.put("model", value));
        return both;
    }

    private static int right(Map<String, Evaluation.Result.Tally> tallies, String kind) {
        return Optional.ofNullable(tallies.get(kind))
                .map(Evaluation.Result.Tally::right)
                .orElse(0);
    }

    private List<String> models() {
        return rounds.stream()
                .flatMap(round -> round.said().stream())
                .map(Consultation::model)
                .distinct()
                .sorted()
                .toList();
    }

    /// The table for people.
    public String text() {
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%-36s %12s %12s   %s%n",
                rounds.size() + " incidents",
                "offline",
                "model",
                String.join(", ", models())));
        for (var line : lines())
            text.append(String.format(
                    Locale.ROOT, "%-36s %12s %12s%n", line.name(), shown(line.offline()), shown(line.model())));
        text.append(String.format(Locale.ROOT, "%n%-29s %6s %12s %12s%n", "right, by kind", "of", "offline", "model"));
        var model = result(Contest.Round::model).byKind();
        result(Contest.Round::offline)
                .byKind()
                .forEach((kind, tally) -> text.append(String.format(
                        Locale.ROOT, "%-29s %6d %12d %12d%n", kind, tally.cases(), tally.right(), right(model, kind))));
        return text.toString().stripTrailing();
    }

    private static String shown(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, Math.abs(v) >= 100 ? "%.0f" : "%.3f", v))
                .orElse("");
    }
}
