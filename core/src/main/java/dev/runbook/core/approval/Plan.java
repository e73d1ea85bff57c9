package dev.runbook.core.approval;

import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// One exact action: what would be called, with which values, on what, on the strength of which evidence.
/// An approval holds for this and nothing else.
///
/// @param runbookVersion the digest of the runbook's source
/// @param parameters rendered, with defaults filled in
/// @param target what is acted upon
/// @param evidence the digest of all evidence the incident had when the plan was made
/// @param undo how the action is taken back if it does not help: who approves the action approves this as well
/// @param takesBack the hash of the plan that this one takes back; empty for an action of its own
public record Plan(
        RunbookId runbook,
        Digest runbookVersion,
        StepId step,
        OperationName operation,
        Value.Fields parameters,
        Optional<String> target,
        RiskLevel risk,
        Digest evidence,
        Optional<Undo> undo,
        Optional<Digest> takesBack) {

    /// The call that takes an action back, as far as it is known before the action.
    ///
    /// @param parameters those that are known, rendered
    /// @param pending those that hang on the result of the action, as the runbook writes them, by name; when
    ///     there are any, the undo is put before the policy by itself once they are known
    public record Undo(OperationName operation, Value.Fields parameters, Map<String, String> pending) {
        public Undo {
            pending = Collections.unmodifiableMap(new TreeMap<>(pending));
        }

        /// Whether every parameter is known.
        public boolean complete() {
            return pending.isEmpty();
        }

        /// The parameters, with those that are not known yet as the runbook writes them.
        public Value.Fields shown() {
            var all = new TreeMap<>(parameters.fields());
            pending.forEach((name, template) -> all.put(name, Value.text(template)));
            return new Value.Fields(all);
        }

        private Value.Fields fields() {
            return Value.fields(
                    "operation", operation.toString(),
                    "parameters", parameters,
                    "pending", pending);
        }
    }

    /// An action that nothing takes back.
    public Plan(
            RunbookId runbook,
            Digest runbookVersion,
            StepId step,
            OperationName operation,
            Value.Fields parameters,
            Optional<String> target,
            RiskLevel risk,
            Digest evidence) {
        this(
                runbook,
                runbookVersion,
                step,
                operation,
                parameters,
                target,
                risk,
                evidence,
                Optional.empty(),
                Optional.empty());
    }

    /// Whether it takes back what another plan did.
    public boolean undoes() {
        return takesBack.isPresent();
    }

    /// The operations that approving this plan lets run.
    public List<OperationName> operations() {
        return Stream.concat(Stream.of(operation), undo.stream().map(Undo::operation))
                .toList();
    }

    /// The digest that decisions are bound to.
    public Digest hash() {
        return Digest.of(fields());
    }

    /// What differs between this plan and another, one line each; empty when they are the same.
    public List<String> differences(Plan other) {
        if (equals(other)) return List.of();
        var lines = new ArrayList<String>();
        var mine = fields();
        var theirs = other.fields();
        var names = new TreeSet<>(mine.fields().keySet());
        names.addAll(theirs.fields().keySet());
        for (var name : names) {
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

    /// What is hashed. A plan without an undo has the hash that it had before plans had undos.
    private Value.Fields fields() {
        var all = new TreeMap<>(action().fields());
        undo.ifPresent(undo -> all.put("undo", undo.fields()));
        takesBack.ifPresent(plan -> all.put("takes_back", Value.text(plan.hex())));
        return new Value.Fields(all);
    }

    private Value.Fields action() {
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
