package dev.runbook.language.lint;

import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Satisfiable;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Checks the rules of decisions: whether each can decide, whether what they choose waits for it, and whether
/// what they set is there where it is used. One thread at a time.
final class DecisionChecks {

    /// What every decision answers.
    private static final Set<String> ALWAYS = Set.of("because");

    private final Uses uses;
    private final Shapes shapes;
    private final Problems problems;
    private final Map<String, Step.Decide> decisions = new TreeMap<>();
    private final Map<StepId, Step> steps = new TreeMap<>();

    /// The expressions, each with a decision, of which it was said that a value may be missing.
    private final Set<String> doubted = new HashSet<>();

    /// The decision that chooses among the changes at this place of the runbook.
    private Optional<Step.Decide> nearest = Optional.empty();

    DecisionChecks(Uses uses, Shapes shapes, Problems problems) {
        this.uses = uses;
        this.shapes = shapes;
        this.problems = problems;
    }

    void check(Reading reading) {
        for (var entry : reading.steps()) entry.step().ifPresent(step -> steps.put(step.id(), step));
        for (var entry : reading.steps())
            entry.step().ifPresent(step -> {
                uses(step);
                if (step instanceof Step.Diagnose) nearest = Optional.empty();
                if (step instanceof Step.Decide decide) {
                    rules(decide, entry.node());
                    decisions.put(decide.id().id(), decide);
                    nearest = Optional.of(decide);
                }
            });
    }

    private void rules(Step.Decide decide, YamlNode.Mapping node) {
        if (!(node.entry("rules").map(YamlNode.Entry::value).orElse(null)
                        instanceof YamlNode.Sequence(var nodes, var _))
                || nodes.size() != decide.rules().size()) return;
        var before = new ArrayList<String>();
        for (int i = 0; i < nodes.size(); i++) {
            var rule = decide.rules().get(i);
            if (isDead(rule, before, decide)) {
                problems.add(
                        nodes.get(i).position(),
                        Rule.UNREACHABLE_RULE,
                        "this rule never decides: one before it holds whenever it does",
                        "move it up, or remove it; the first rule that holds decides");
                return;
            }
            if (nodes.get(i) instanceof YamlNode.Mapping one) chosen(rule, one);
            before.add(rule.when().map(e -> "(" + e.source() + ")").orElse("true"));
        }
    }

    /// Only a change waits to be chosen: what looks or tells runs in its turn, whatever a decision says.
    private void chosen(Step.Decide.Rule rule, YamlNode.Mapping node) {
        var step = rule.choose().map(steps::get);
        if (step.isEmpty()
                || step.get() instanceof Step.Execute
                || step.get().when().isPresent()) return;
        node.entry("choose")
                .ifPresent(entry -> problems.addUnlessAt(
                        entry.value().position(),
                        Rule.NO_EFFECT,
                        "to choose '" + step.get().id()
                                + "' changes nothing: it is no execute step, and runs whatever is" + " chosen",
                        "choose an execute step, or give '" + step.get().id() + "' a condition with 'when'"));
    }

    private boolean isDead(Step.Decide.Rule rule, List<String> before, Step.Decide decide) {
        if (before.isEmpty()) return false;
        if (before.contains("true")) return true;
        if (rule.when().isEmpty()) return false;
        var own = rule.when().get();
        var slot = new Uses.Slot(own, Uses.When.CONDITION, Set.of());
        var scope = shapes.scope(slot, Optional.of(decide));
        var left = "(" + own.source() + ") && !(" + String.join(" || ", before) + ")";
        return Satisfiable.of(own.source(), scope) == Satisfiable.SOMETIMES
                && Satisfiable.of(left, scope) == Satisfiable.NEVER;
    }

    /// What only some rules set, used where another rule may have decided.
    private void uses(Step step) {
        for (var slot : Uses.slots(step))
            uses.in(slot.expression()).forEach(use -> {
                var decide = decisions.get(use.reference().root());
                if (decide == null
                        || use.reference().path().isEmpty()
                        || use.reference().asked()) return;
                var field = use.reference().path().getFirst();
                boolean gate = step.when().filter(slot.expression()::equals).isPresent();
                if (ALWAYS.contains(field) || isAsked(slot, use) || (!gate && refersTo(step, decide))) return;
                if (missing(decide, field, step)
                        && doubted.add(slot.expression().position() + " " + decide.id()))
                    problems.addUnlessAt(
                            use.position(),
                            Rule.MAYBE_SKIPPED,
                            "not every way of decision '" + decide.id() + "' gives '" + field + "'",
                            (field.equals("action") ? "choose a step" : "set it") + " in each rule, or ask has("
                                    + use.reference() + ") first");
            });
    }

    private boolean isAsked(Uses.Slot slot, Uses.Use use) {
        return uses.in(slot.expression())
                .anyMatch(other -> other.reference().asked()
                        && other.reference().root().equals(use.reference().root()));
    }

    private boolean refersTo(Step step, Step.Decide decide) {
        return step.when().stream()
                .flatMap(uses::in)
                .anyMatch(use -> use.reference().root().equals(decide.id().id()));
    }

    /// Whether some rule gives a field, and one that may have decided before this step does not.
    private boolean missing(Step.Decide decide, String field, Step step) {
        boolean chosen = step instanceof Step.Execute
                && step.when().isEmpty()
                && nearest.filter(decide::equals).isPresent();
        var some = decide.rules().stream().filter(rule -> gives(rule, field)).toList();
        if (some.isEmpty()) return false;
        if (chosen)
            return decide.rules().stream()
                    .filter(rule -> rule.choose().filter(step.id()::equals).isPresent())
                    .anyMatch(rule -> !gives(rule, field));
        boolean always = decide.rules().stream().anyMatch(rule -> rule.when().isEmpty());
        return !always || some.size() < decide.rules().size();
    }

    private static boolean gives(Step.Decide.Rule rule, String field) {
        return field.equals("action")
                ? rule.choose().map(StepId::id).isPresent()
                : rule.set().fields().containsKey(field);
    }
}
