package dev.runbook.app.web.page;

import dev.runbook.app.web.view.PlanView;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import java.util.Optional;

/// Says how a planned action can be taken back.
final class Undo {

    private Undo() {}

    /// The operation that takes the action back; empty when the runbook names none, or has changed since.
    static Optional<String> of(RunbookLibrary library, PlanView plan) {
        return library.all().stream()
                .filter(runbook -> runbook.id().id().equals(plan.runbook())
                        && runbook.digest().hex().equals(plan.runbookVersion()))
                .findFirst()
                .flatMap(runbook -> of(runbook, plan.step()));
    }

    private static Optional<String> of(Runbook runbook, String step) {
        return runbook.steps().stream()
                .filter(one -> one.id().id().equals(step))
                .flatMap(one -> one instanceof Step.Execute execute
                        ? execute.safety().undo().stream()
                        : java.util.stream.Stream.empty())
                .map(call -> call.operation().toString())
                .findFirst();
    }
}
