package dev.runbook.language.lint;

import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.util.List;
import java.util.Set;

/// Refuses what the language has and the engine cannot run yet, so that nothing is ignored silently.
final class Unsupported {

    private static final Set<String> ACTIONS = Set.of("decide", "verify", "notify", "ask", "wait", "runbook");
    private static final Set<String> STEP_KEYS =
            Set.of("for_each", "parallel", "timeout", "retry", "on_failure", "outputs", "harm", "target", "idempotent");
    private static final Set<String> KEYS = Set.of("inputs", "vars");

    private final Problems problems;

    Unsupported(Problems problems) {
        this.problems = problems;
    }

    void check(Reading reading) {
        reading.root().ifPresent(root -> refuse(root, KEYS));
        for (var entry : reading.steps()) {
            if (entry.step().isEmpty()) continue;
            entry.node()
                    .entry("action")
                    .filter(e -> ACTIONS.contains(entry.step().get().action()))
                    .ifPresent(e -> refuse(
                            e.value(), "the action '" + entry.step().get().action() + "'"));
            refuse(entry.node(), STEP_KEYS);
        }
    }

    private void refuse(YamlNode.Mapping node, Set<String> keys) {
        for (var entry : List.copyOf(node.entries()))
            if (keys.contains(entry.name())) refuse(entry.key(), "'" + entry.name() + "'");
    }

    private void refuse(YamlNode node, String what) {
        problems.add(
                node.position(),
                Rule.NOT_SUPPORTED,
                what + " is not supported yet by this version",
                "remove it; it must not be ignored silently");
    }
}
