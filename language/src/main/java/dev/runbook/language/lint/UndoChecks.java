package dev.runbook.language.lint;

import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Step;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.parse.Reading;

/// Finds steps that want back what nothing takes back.
final class UndoChecks {

    private final Problems problems;

    UndoChecks(Problems problems) {
        this.problems = problems;
    }

    void check(Reading reading) {
        boolean some = false;
        for (var entry : reading.steps()) {
            var step = entry.step();
            if (step.isEmpty()) continue;
            // What a called runbook changes may be taken back as well.
            some |= step.get() instanceof Step.Call
                    || (step.get() instanceof Step.Execute execute
                            && execute.safety().undo().isPresent());
            if (some || !(step.get().head().handling().onFailure() instanceof OnFailure.Undo)) continue;
            entry.node()
                    .entry("on_failure")
                    .ifPresent(e -> problems.add(
                            e.value().position(),
                            Rule.NO_UNDO,
                            "step '" + step.get().id()
                                    + "' wants back what was changed, and no step up to it has an undo",
                            "say how a change is taken back: undo: {integration: …, method: …}; or write"
                                    + " on_failure: stop"));
        }
    }
}
