package dev.runbook.core.approval;

import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// One exact action: what would be called, with which values, on what, on the strength of which evidence. An
/// approval
/// holds for this and nothing else.
///
/// @param runbookVersion the digest of the runbook's source
/// @param parameters rendered, with defaults filled in
/// @param target what is acted upon
/// @param evidence the digest of all evidence the incident had when the plan was made
public record Plan(
        RunbookId runbook,
        Digest runbookVersion,
        StepId step,
        OperationName operation,
        Value.Fields parameters,
        Optional<String> target,
        RiskLevel risk,
        Digest evidence) {

    /// The digest that decisions are bound to.
    public Digest hash() {
        return Digest.of(fields());
    }

    /// What differs between this plan and another, one line each; empty when they are the same.
    public List<String> differences(Plan other) {
        var lines = new ArrayList<String>();
        var mine = fields();
        var theirs = other.fields();
        for (var name : mine.fields().keySet()) {
            var before = mine.fields().get(name);
            var after = theirs.fields().get(name);
            if (before instanceof Value.Fields(var inner) && after instanceof Value.Fields(var outer)) {
                var keys = new TreeSet<>(inner.keySet());
                keys.addAll(outer.keySet());
                for (var key : keys) line(lines, name + "." + key, Value.of(inner.get(key)), Value.of(outer.get(key)));
            } else {
                line(lines, name, Value.of(before), Value.of(after));
            }
        }
        return List.copyOf(lines);
    }

    private static void line(List<String> lines, String name, Value before, Value after) {
        if (!before.equals(after)) lines.add(name + ": " + before.display() + " became " + after.display());
    }

    private Value.Fields fields() {
        return Value.fields(
                "runbook", runbook.id(),
                "runbook_version", runbookVersion.hex(),
                "step", step.id(),
                "operation", operation.toString(),
                "parameters", parameters,
                "target", target.orElse(null),
                "risk", risk.key(),
                "evidence", evidence.hex());
    }
}
