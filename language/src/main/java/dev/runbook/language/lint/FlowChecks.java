package dev.runbook.language.lint;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Step;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Syntax;
import dev.runbook.language.parse.Reading;
import java.util.HashMap;
import java.util.Map;

/// Checks when steps run, and whether what they use is there then. One thread at a time.
final class FlowChecks {

    private final Uses uses;
    private final Problems problems;
    private final Map<String, Step> maybeSkipped = new HashMap<>();
    private boolean decided;

    FlowChecks(Uses uses, Problems problems) {
        this.uses = uses;
        this.problems = problems;
    }

    void check(Reading reading) {
        reading.trigger().ifPresent(trigger -> condition("the trigger", trigger));
        // A step that cannot be read may be the decision that another one relies on.
        for (var entry : reading.steps()) entry.step().ifPresentOrElse(this::step, () -> decided = true);
    }

    private void step(Step step) {
        step.when().ifPresent(when -> condition("'when'", when));
        if (step instanceof Step.Execute execute) {
            execute.success().ifPresent(success -> condition("'success'", success));
            if (!decided && execute.when().isEmpty())
                problems.add(
                        step.position(),
                        Rule.UNDECIDED_CHANGE,
                        "step '" + step.id() + "' changes the world whatever the evidence says",
                        "decide before it with an ml_decision step, or give it a condition with 'when'");
        }
        for (var use : uses.inParameters(step)) {
            var source = maybeSkipped.get(use.reference().root());
            if (source != null && !use.reference().asked() && !sharesFate(step, source))
                problems.add(
                        use.position(),
                        Rule.MAYBE_SKIPPED,
                        "step '" + source.id() + "' may be skipped, and then '" + use.reference() + "' has no value",
                        "give this step the same 'when', or ask has(" + use.reference() + ") first");
        }
        if (step instanceof Step.Decide) decided = true;
        boolean chosen = step instanceof Step.Execute && decided;
        if (step.when().isPresent() || chosen) maybeSkipped.put(step.id().id(), step);
    }

    /// Whether a step runs only when another one has run, as far as its condition tells.
    private boolean sharesFate(Step step, Step source) {
        if (step.when().isEmpty()) return false;
        boolean same = step.when().map(Expression::source).equals(source.when().map(Expression::source));
        return same
                || uses.in(step.when().get())
                        .anyMatch(
                                use -> use.reference().root().equals(source.id().id()));
    }

    private void condition(String what, Expression expression) {
        if (!(uses.syntax(expression) instanceof Syntax.Sound(var kind, var references))) return;
        if (kind == Syntax.Kind.VALUE)
            problems.add(
                    expression.position(),
                    Rule.NOT_A_CONDITION,
                    what + " must be true or false, and '" + expression.source() + "' is neither",
                    "compare it, such as: cpu_usage > 90%");
        else if (references.isEmpty())
            problems.add(
                    expression.position(),
                    Rule.CONSTANT_CONDITION,
                    what + " is always the same: it looks at nothing",
                    "compare a metric, a field of the incident or the result of a step, or remove it");
    }
}
