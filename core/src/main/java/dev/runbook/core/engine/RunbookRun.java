package dev.runbook.core.engine;

import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of one runbook version for an incident.
///
/// @param source the runbook's text as it was when the run began
/// @param inputs what it was given
/// @param results how the steps that are over ended, in the order they ended
/// @param progress of the steps that have begun and are not over
/// @param called the runs of the runbooks that it called and that are over
/// @param caller the run that called it; empty for the runbook that the incident follows by itself
public record RunbookRun(
        RunbookId runbook,
        Digest digest,
        String source,
        Value.Fields inputs,
        Map<StepId, StepResult> results,
        Map<StepId, Progress> progress,
        List<RunbookRun> called,
        Optional<Caller> caller) {

    /// Where a run was called.
    ///
    /// @param step of the calling run, which ends with the called one
    public record Caller(RunbookRun run, StepId step) {}

    public RunbookRun {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        progress = Map.copyOf(progress);
        called = List.copyOf(called);
    }

    /// A run before its first step.
    static RunbookRun begin(
            RunbookId runbook, Digest digest, String source, Value.Fields inputs, Optional<Caller> caller) {
        return new RunbookRun(runbook, digest, source, inputs, Map.of(), Map.of(), List.of(), caller);
    }

    /// The run that the incident follows by itself: this one, or the one that called it at last.
    RunbookRun outermost() {
        return caller.map(by -> by.run().outermost()).orElse(this);
    }

    /// How far a step has come; nothing has happened to one that has not begun.
    Progress progressOf(StepId step) {
        return progress.getOrDefault(step, Progress.NONE);
    }

    /// The value that a `for_each` step runs for now.
    Optional<Value> itemOf(StepId step) {
        return progressOf(step).loop().map(Progress.Loop::item);
    }

    /// After a step has ended; a `for_each` step ends with its last value, or with the first that fails.
    RunbookRun with(StepId step, StepResult result) {
        var loop = progressOf(step).loop();
        if (loop.isPresent() && result instanceof StepResult.Completed(var output)) {
            var next = loop.get().with(output);
            if (!next.isOver()) return at(step, Progress.in(next));
            return ended(step, new StepResult.Completed(new Value.Items(next.done())));
        }
        return ended(step, result);
    }

    private RunbookRun ended(StepId step, StepResult result) {
        var all = new LinkedHashMap<>(results);
        all.put(step, result);
        var rest = new LinkedHashMap<>(progress);
        rest.remove(step);
        return new RunbookRun(runbook, digest, source, inputs, all, rest, called, caller);
    }

    /// With a step on its way, also when it had failed before.
    RunbookRun at(StepId step, Progress now) {
        var rest = new LinkedHashMap<>(results);
        rest.remove(step);
        var all = new LinkedHashMap<>(progress);
        all.put(step, now);
        return new RunbookRun(runbook, digest, source, inputs, rest, all, called, caller);
    }

    /// With a called run that is over.
    RunbookRun having(RunbookRun over) {
        var all = new ArrayList<>(called);
        all.addAll(over.called());
        all.add(new RunbookRun(
                over.runbook,
                over.digest,
                over.source,
                over.inputs,
                over.results,
                over.progress,
                List.of(),
                Optional.empty()));
        return new RunbookRun(runbook, digest, source, inputs, results, progress, all, caller);
    }

    /// How many runs it is called through, 0 when the incident follows it by itself.
    int depth() {
        return caller.map(c -> c.run().depth() + 1).orElse(0);
    }

    /// The outputs of the steps that completed, by step id: what templates and conditions may refer to.
    public Value.Fields outputs() {
        var outputs = new LinkedHashMap<String, Value>();
        results.forEach((step, result) -> {
            if (result instanceof StepResult.Completed(var output)) outputs.put(step.id(), output);
        });
        return new Value.Fields(outputs);
    }
}
