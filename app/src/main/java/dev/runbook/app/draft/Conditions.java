package dev.runbook.app.draft;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import dev.runbook.language.cel.CelExpressions;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The conditions of a draft, held against the metrics of the incident: only what was true when it had to be is
/// taken over.
///
/// @param trigger what held before the change and not after it; empty when no metric tells
/// @param derived whether the trigger was found from the metrics, and not taken from the runbook that ran
/// @param success what the first change had to bring about, and did
/// @param harm what it must not bring about, and did not
record Conditions(
        Optional<String> trigger,
        boolean derived,
        Optional<String> success,
        Optional<String> harm,
        Map<String, Double> before,
        Map<String, Double> after) {

    private static final CelExpressions CEL = new CelExpressions();

    /// A metric that a change cured is by so much smaller afterwards, or larger.
    private static final double MARKED = 1.3;

    static Conditions of(Cure cure) {
        var before = readings(cure, false);
        var after = readings(cure, true);
        var step = cure.deeds().isEmpty()
                ? Optional.<Step.Execute>empty()
                : cure.deeds().getFirst().step();
        var written = cure.deeds().stream()
                .flatMap(deed -> deed.runbook().stream())
                .flatMap(runbook -> runbook.trigger().stream())
                .map(Expression::source)
                .filter(source -> holds(source, before, true) && holds(source, after, false))
                .findFirst();
        var trigger = written.or(() -> derived(before, after));
        var success = step.flatMap(s -> s.success().map(Expression::source)).filter(s -> holds(s, after, true));
        var harm = step.flatMap(s -> s.check().harm().map(Expression::source)).filter(s -> holds(s, after, false));
        var names = new TreeSet<String>();
        Stream.of(trigger, success, harm)
                .flatMap(Optional::stream)
                .forEach(source -> CEL.in(expression(source)).forEach(name -> names.add(name.root())));
        return new Conditions(
                trigger, written.isEmpty(), success, harm, kept(before, names::contains), kept(after, names::contains));
    }

    private static Map<String, Double> readings(Cure cure, boolean after) {
        return new TreeMap<>(cure.metrics().stream()
                .collect(Collectors.toMap(
                        Function.identity(), name -> cure.metric(name, after).orElseThrow())));
    }

    private static Map<String, Double> kept(Map<String, Double> readings, Predicate<String> wanted) {
        var kept = new TreeMap<>(readings);
        kept.keySet().removeIf(wanted.negate());
        return kept;
    }

    /// Whether a condition knows nothing but these metrics, and is so.
    private static boolean holds(String source, Map<String, Double> readings, boolean wanted) {
        var scope = new TreeMap<String, Value>();
        readings.forEach((name, value) -> scope.put(name, Value.of(value)));
        return CEL.evaluate(expression(source), new Value.Fields(scope))
                        instanceof Evaluation.Evaluated(Value.Truth(var truth))
                && truth == wanted;
    }

    /// The middle of what the metric was that changed most.
    private static Optional<String> derived(Map<String, Double> before, Map<String, Double> after) {
        return before.entrySet().stream()
                .filter(metric -> change(metric.getValue(), after.getOrDefault(metric.getKey(), 0.0)) >= MARKED)
                .max(Comparator.comparingDouble(
                        metric -> change(metric.getValue(), after.getOrDefault(metric.getKey(), 0.0))))
                .map(metric -> {
                    double now = after.getOrDefault(metric.getKey(), 0.0);
                    double middle = (metric.getValue() + now) / 2;
                    return metric.getKey() + (metric.getValue() > now ? " > " : " < ") + round(middle);
                });
    }

    private static double change(double before, double after) {
        double larger = Math.max(Math.abs(before), Math.abs(after));
        double smaller = Math.max(Math.min(Math.abs(before), Math.abs(after)), larger / 1000);
        return larger == 0 ? 1 : larger / smaller;
    }

    private static String round(double value) {
        return Math.abs(value) >= 10
                ? String.valueOf(Math.round(value))
                : String.valueOf(Math.round(value * 100) / 100.0);
    }

    private static Expression expression(String source) {
        return new Expression(source, new Position("recording", 1, 1));
    }
}
