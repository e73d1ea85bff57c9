package dev.runbook.language.lint;

import dev.runbook.core.evidence.Metric;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.language.Nearest;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Reference;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks the names that a runbook uses: fields of the incident, inputs, vars, steps, metrics. One thread at
/// a time.
///
/// A condition may use any bare name that is no step as the name of a metric; only the running system knows
/// which metrics there are. A template may not.
final class NameChecks {

    /// What the engine says about an incident.
    private static final Set<String> INCIDENT =
            Set.of("id", "text", "host", "service", "environment", "category", "severity", "labels");

    /// Names that only some expressions know.
    private static final Set<String> LOCAL = Set.of(Uses.ITEM, Uses.RESULT);

    private final Uses uses;
    private final Problems problems;
    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> before = new LinkedHashSet<>();
    private final Set<String> changes = new LinkedHashSet<>();
    private Set<String> inputs = Set.of();
    private Set<String> vars = Set.of();

    NameChecks(Uses uses, Problems problems) {
        this.uses = uses;
        this.problems = problems;
    }

    void check(Reading reading) {
        for (var entry : reading.steps()) {
            entry.id().ifPresent(all::add);
            entry.step()
                    .filter(Step.Execute.class::isInstance)
                    .ifPresent(step -> changes.add(step.id().id()));
        }
        inputs(reading);
        vars(reading);
        reading.trigger().stream().flatMap(uses::in).forEach(this::metric);
        for (var entry : reading.steps()) {
            var own = entry.id().orElse("");
            entry.step().ifPresent(step -> {
                for (var slot : Uses.slots(step)) uses.in(slot.expression()).forEach(use -> use(use, slot, own));
                steps(entry.node(), step, own);
            });
            entry.id().ifPresent(before::add);
        }
    }

    private void inputs(Reading reading) {
        for (var input : reading.inputs())
            input.fallback().stream()
                    .flatMap(Template::expressions)
                    .flatMap(uses::in)
                    .forEach(use -> use(use, new Uses.Slot(use.expression(), Uses.When.VALUE, Set.of()), ""));
        inputs = reading.inputs().stream().map(Field::name).collect(Collectors.toSet());
    }

    /// A var knows the inputs and the vars before it.
    private void vars(Reading reading) {
        vars = new LinkedHashSet<>();
        reading.vars().fields().forEach((name, template) -> {
            template.expressions()
                    .flatMap(uses::in)
                    .forEach(use -> use(use, new Uses.Slot(use.expression(), Uses.When.VALUE, Set.of()), ""));
            vars.add(name);
        });
    }

    /// A bare name in a condition is a metric. Which metrics there are, only an installation knows; but a slip
    /// of the keyboard can be seen, and so can a name that stands without what it belongs to.
    private void measured(Uses.Use use) {
        var name = use.reference().root();
        if (Metric.find(name).isPresent()) return;
        var owner = inputs.contains(name)
                ? "inputs"
                : vars.contains(name) ? "vars" : INCIDENT.contains(name) ? "incident" : "";
        if (!owner.isEmpty()) {
            problems.add(
                    use.position(),
                    Rule.UNKNOWN_NAME,
                    "'" + name + "' alone is the name of a metric, and nothing measures it",
                    "did you mean '" + owner + "." + name + "'?");
            return;
        }
        Nearest.misspelled(name, Metric.names())
                .or(() -> Nearest.misspelled(name, before))
                .ifPresent(near -> problems.add(
                        use.position(),
                        Rule.UNKNOWN_METRIC,
                        "nothing measures '" + name + "'",
                        "did you mean '" + near + "'?"));
    }

    /// A trigger is asked before anything is known but metrics.
    private void metric(Uses.Use use) {
        var reference = use.reference();
        if (StepId.RESERVED.stream().anyMatch(name -> name.id().equals(reference.root()))
                || !reference.path().isEmpty())
            problems.add(
                    use.position(),
                    Rule.UNKNOWN_NAME,
                    "a trigger knows metrics only, and '" + reference + "' is none",
                    "compare metrics by their names, such as cpu_usage > 90%");
        else measured(use);
    }

    private void use(Uses.Use use, Uses.Slot slot, String own) {
        var root = use.reference().root();
        var known = slot.when() == Uses.When.AFTERWARDS ? all : before;
        switch (root) {
            case "incident" -> field(use, "the incident has", INCIDENT);
            case "inputs" -> field(use, "the runbook's inputs have", inputs);
            case "vars" -> field(use, "the vars before it have", vars);
            default -> {
                boolean local = LOCAL.contains(root);
                boolean metric = slot.when() != Uses.When.VALUE
                        && use.reference().path().isEmpty()
                        && !all.contains(root)
                        && !local;
                if (metric) measured(use);
                else if (slot.when() != Uses.When.VALUE && isHidden(use.reference())) hidden(use);
                else if (!known.contains(root) && !slot.extra().contains(root)) name(use, slot, own);
            }
        }
    }

    /// Whether a change has the name of a metric, so that a condition reads its result instead.
    private boolean isHidden(Reference reference) {
        return reference.path().isEmpty()
                && !reference.asked()
                && changes.contains(reference.root())
                && Metric.find(reference.root()).isPresent();
    }

    private void hidden(Uses.Use use) {
        var name = use.reference().root();
        problems.add(
                use.position(),
                Rule.UNKNOWN_METRIC,
                "'" + name + "' is the step of that name here, not the metric",
                "give the step another id, such as '" + name + "_step'");
    }

    /// A name that is nothing here.
    private void name(Uses.Use use, Uses.Slot slot, String own) {
        var root = use.reference().root();
        if (LOCAL.contains(root))
            problems.add(
                    use.position(),
                    Rule.UNKNOWN_NAME,
                    "there is no '" + root + "' here",
                    root.equals(Uses.ITEM)
                            ? "a step with for_each knows its item in params, target and undo"
                            : "a result is known in outputs and undo; use the id of a step before this one");
        else if (root.equals(own))
            problems.add(
                    use.position(),
                    Rule.OWN_RESULT,
                    "step '" + own + "' uses its own result",
                    "it has none before it ran; use that of an earlier step");
        else if (all.contains(root))
            problems.add(
                    use.position(), Rule.LATER_STEP, "step '" + root + "' runs only later", "move it before this step");
        else
            problems.add(
                    use.position(),
                    Rule.UNKNOWN_NAME,
                    "there is no '" + root + "': neither a step before this one, nor the incident",
                    Nearest.hint(root, known(slot)));
    }

    private List<String> known(Uses.Slot slot) {
        var known = new ArrayList<>(before);
        known.add("incident");
        if (!inputs.isEmpty()) known.add("inputs");
        if (!vars.isEmpty()) known.add("vars");
        known.addAll(slot.extra());
        return known;
    }

    private void field(Uses.Use use, String owner, Collection<String> names) {
        var path = use.reference().path();
        if (path.isEmpty() || names.contains(path.getFirst())) return;
        problems.add(
                use.position(),
                Rule.UNKNOWN_NAME,
                owner + " no '" + path.getFirst() + "'",
                names.isEmpty()
                        ? "there are none; use a step before this one, or the incident"
                        : Nearest.hint(path.getFirst(), names));
    }

    /// The steps that a step names.
    private void steps(YamlNode.Mapping node, Step step, String own) {
        switch (step) {
            case Step.Diagnose _ -> items(node, "context").forEach(scalar -> earlier(scalar, own));
            case Step.Decide _ -> {
                if (node.entry("rules").map(YamlNode.Entry::value).orElse(null)
                        instanceof YamlNode.Sequence(var rules, var _))
                    for (var rule : rules)
                        if (rule instanceof YamlNode.Mapping mapping)
                            mapping.entry("choose").ifPresent(e -> later(e.value(), own, "chooses"));
            }
            case Step.Gather _, Step.Execute _, Step.Verify _, Step.Notify _, Step.Ask _, Step.Wait _, Step.Call _ -> {}
        }
        if (!(step.head().handling().onFailure() instanceof OnFailure.Continue)
                && !(step.head().handling().onFailure() instanceof OnFailure.Undo))
            node.entry("on_failure")
                    .filter(e -> !(e.value() instanceof YamlNode.Scalar scalar
                            && scalar.text().equals("stop")))
                    .ifPresent(e -> later(e.value(), own, "goes on with"));
    }

    private static List<YamlNode.Scalar> items(YamlNode.Mapping node, String key) {
        if (!(node.entry(key).map(YamlNode.Entry::value).orElse(null) instanceof YamlNode.Sequence(var items, var _)))
            return List.of();
        return items.stream()
                .filter(YamlNode.Scalar.class::isInstance)
                .map(YamlNode.Scalar.class::cast)
                .toList();
    }

    /// A step that must come after this one.
    private void later(YamlNode node, String own, String verb) {
        if (!(node instanceof YamlNode.Scalar scalar)) return;
        var step = scalar.text();
        var after = all.stream()
                .filter(id -> !before.contains(id) && !id.equals(own))
                .toList();
        if (after.contains(step)) return;
        if (all.contains(step))
            problems.add(
                    scalar.position(),
                    Rule.EARLIER_STEP,
                    "step '" + own + "' " + verb + " '" + step + "', which does not come after it",
                    "a runbook runs forward only; name a later step");
        else
            problems.add(
                    scalar.position(),
                    Rule.UNKNOWN_NAME,
                    "there is no step '" + step + "'",
                    after.isEmpty() ? "no step comes after this one" : Nearest.hint(step, after));
    }

    /// A step that must come before this one.
    private void earlier(YamlNode.Scalar scalar, String own) {
        var step = scalar.text();
        if (before.contains(step)) return;
        if (step.equals(own))
            problems.add(scalar.position(), Rule.OWN_RESULT, "step '" + own + "' uses its own result", "remove it");
        else if (all.contains(step))
            problems.add(
                    scalar.position(),
                    Rule.LATER_STEP,
                    "step '" + step + "' runs only later",
                    "move it before this step");
        else
            problems.add(
                    scalar.position(),
                    Rule.UNKNOWN_NAME,
                    "there is no step '" + step + "'",
                    before.isEmpty() ? "no step runs before this one" : Nearest.hint(step, before));
    }
}
