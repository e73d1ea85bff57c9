package dev.runbook.language.lint;

import dev.runbook.core.runbook.OnFailure;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.parse.Reading;

/// Refuses what the language has and the engine cannot run yet, so that nothing is ignored silently.
final class Unsupported {

    private final Problems problems;

    Unsupported(Problems problems) {
        this.problems = problems;
    }

    void check(Reading reading) {
        for (var entry : reading.steps())
            if (entry.step()
                    .filter(step -> step.head().handling().onFailure() instanceof OnFailure.Undo)
                    .isPresent())
                entry.node()
                        .entry("on_failure")
                        .ifPresent(e -> problems.add(
                                e.value().position(),
                                Rule.NOT_SUPPORTED,
                                "'on_failure: undo' is not supported yet by this version",
                                "use stop, continue or the id of a later step"));
    }
}
