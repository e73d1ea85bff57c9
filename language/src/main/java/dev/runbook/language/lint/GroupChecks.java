package dev.runbook.language.lint;

import dev.runbook.core.runbook.Invocation;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.parse.Reading;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks the steps that look at the same time: none can use what another one of its group finds, and none
/// needs to ask what another one asks. One thread at a time.
final class GroupChecks {

    private final Uses uses;
    private final Problems problems;
    private final Set<String> together = new HashSet<>();
    private final Map<String, StepId> asked = new HashMap<>();
    private Optional<String> group = Optional.empty();

    GroupChecks(Uses uses, Problems problems) {
        this.uses = uses;
        this.problems = problems;
    }

    void check(Reading reading) {
        for (var entry : reading.steps()) entry.step().ifPresent(this::check);
    }

    private void check(Step step) {
        if (!step.head().parallel().equals(group)) {
            group = step.head().parallel();
            together.clear();
            asked.clear();
        }
        if (group.isEmpty()) return;
        for (var slot : Uses.slots(step))
            uses.in(slot.expression())
                    .filter(use -> together.contains(use.reference().root()))
                    .forEach(use -> problems.add(
                            use.position(),
                            Rule.LATER_STEP,
                            "step '" + use.reference().root() + "' looks at the same time, in the group '" + group.get()
                                    + "'",
                            "take one of the two out of the group"));
        together.add(step.id().id());
        if (step instanceof Step.Gather(var head, var call) && head.forEach().isEmpty()) again(step, call);
    }

    private void again(Step step, Invocation call) {
        var first = asked.putIfAbsent(call.operation() + " " + call.parameters().source(), step.id());
        if (first != null)
            problems.add(
                    step.position(),
                    Rule.NO_EFFECT,
                    "step '" + step.id() + "' asks at the same time what step '" + first + "' asks",
                    "use the result of '" + first + "', or ask for something else");
    }
}
