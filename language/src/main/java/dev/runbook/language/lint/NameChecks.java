package dev.runbook.language.lint;

import dev.runbook.core.runbook.Step;
import dev.runbook.language.Nearest;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Checks the names that expressions use: fields of the incident, steps that come before, metrics. One thread at a
/// time.
///
/// A condition may use any bare name that is no step as the name of a metric; only the running system knows which
/// metrics there are. A template may not.
final class NameChecks {

    /// What the engine says about an incident.
    private static final Set<String> INCIDENT =
            Set.of("id", "text", "host", "service", "environment", "category", "severity", "labels");

    private final Uses uses;
    private final Problems problems;
    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> before = new LinkedHashSet<>();

    NameChecks(Uses uses, Problems problems) {
        this.uses = uses;
        this.problems = problems;
    }

    void check(Reading reading) {
        reading.trigger().stream().flatMap(uses::in).forEach(this::metric);
        for (var entry : reading.steps()) entry.id().ifPresent(all::add);
        for (var entry : reading.steps()) {
            var own = entry.id().orElse("");
            entry.step().ifPresent(step -> {
                step.when().stream().flatMap(uses::in).forEach(use -> inCondition(use, own, before));
                uses.inParameters(step).forEach(use -> inTemplate(use, own));
                if (step instanceof Step.Execute execute)
                    execute.success().stream().flatMap(uses::in).forEach(use -> inCondition(use, own, all));
                if (step instanceof Step.Decide) context(entry.node(), own);
            });
            entry.id().ifPresent(before::add);
        }
    }

    /// A trigger is asked before anything is known but metrics.
    private void metric(Uses.Use use) {
        var reference = use.reference();
        if (reference.root().equals("incident") || !reference.path().isEmpty())
            problems.add(
                    use.position(),
                    Rule.UNKNOWN_NAME,
                    "a trigger knows metrics only, and '" + reference + "' is none",
                    "compare metrics by their names, such as cpu_usage > 90%");
    }

    private void inCondition(Uses.Use use, String own, Set<String> known) {
        boolean metric = use.reference().path().isEmpty()
                && !all.contains(use.reference().root());
        if (!metric && !known.contains(use.reference().root())) name(use, own);
        else incidentField(use);
    }

    private void inTemplate(Uses.Use use, String own) {
        if (!before.contains(use.reference().root())) name(use, own);
    }

    /// A name that is no step before this one.
    private void name(Uses.Use use, String own) {
        var root = use.reference().root();
        if (root.equals("incident")) {
            incidentField(use);
        } else if (root.equals(own)) {
            problems.add(
                    use.position(),
                    Rule.OWN_RESULT,
                    "step '" + own + "' uses its own result",
                    "it has none before it ran; use that of an earlier step");
        } else if (all.contains(root)) {
            problems.add(
                    use.position(), Rule.LATER_STEP, "step '" + root + "' runs only later", "move it before this step");
        } else {
            problems.add(
                    use.position(),
                    Rule.UNKNOWN_NAME,
                    "there is no '" + root + "': neither a step before this one, nor the incident",
                    Nearest.hint(root, known()));
        }
    }

    private List<String> known() {
        var known = new ArrayList<>(before);
        known.add("incident");
        return known;
    }

    private void incidentField(Uses.Use use) {
        var reference = use.reference();
        if (!reference.root().equals("incident") || reference.path().isEmpty()) return;
        var field = reference.path().getFirst();
        if (!INCIDENT.contains(field))
            problems.add(
                    use.position(),
                    Rule.UNKNOWN_NAME,
                    "the incident has no '" + field + "'",
                    Nearest.hint(field, INCIDENT));
    }

    private void context(YamlNode.Mapping node, String own) {
        if (!(node.entry("context").map(YamlNode.Entry::value).orElse(null)
                instanceof YamlNode.Sequence(var items, var _))) return;
        for (var item : items) {
            if (!(item instanceof YamlNode.Scalar scalar) || before.contains(scalar.text())) continue;
            var step = scalar.text();
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
}
