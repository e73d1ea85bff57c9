package dev.runbook.language.parse;

import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import dev.runbook.language.Nearest;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Syntax;
import dev.runbook.language.yaml.YamlNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads the steps of one runbook. One thread at a time.
final class StepReader {

    /// How long the world is given after an action, unless the step says otherwise.
    static final Duration SETTLE = Duration.ofMinutes(1);

    private static final Map<String, Capability> INTEGRATIONS =
            Arrays.stream(Capability.values()).collect(Collectors.toMap(Capability::key, Function.identity()));
    private static final Map<String, RiskLevel> RISKS =
            Arrays.stream(RiskLevel.values()).collect(Collectors.toMap(RiskLevel::key, Function.identity()));

    private final Problems problems;
    private final Map<String, Integer> lines = new HashMap<>();

    StepReader(Problems problems) {
        this.problems = problems;
    }

    /// @param number of the step, from 1
    Optional<Reading.Entry> read(int number, YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> Optional.of(read(number, mapping));
            case YamlNode.Refused _ -> Optional.empty();
            case YamlNode.Scalar _, YamlNode.Sequence _ -> {
                problems.add(
                        node.position(),
                        Rule.WRONG_TYPE,
                        "step " + number + " must be a mapping, and it is " + node.kind(),
                        "write its keys (id, action, …) after the dash");
                yield Optional.empty();
            }
        };
    }

    private Reading.Entry read(int number, YamlNode.Mapping mapping) {
        var written = mapping.entry("id")
                .map(YamlNode.Entry::value)
                .filter(node -> node instanceof YamlNode.Scalar(var _, Value.Text _, var _))
                .map(node -> ((YamlNode.Scalar) node).text());
        var owner = written.map(id -> "step '" + id + "'").orElse("step " + number);
        var keys = new Keyed(mapping, owner, problems);
        keys.missing("id", "give it a name of letters, digits and _; later steps refer to it");
        var id = id(keys);
        return new Reading.Entry(written, action(keys).flatMap(action -> step(keys, id, action)), mapping);
    }

    private Optional<StepId> id(Keyed keys) {
        return keys.text("id").flatMap(scalar -> {
            var text = scalar.text();
            if (Syntax.RESERVED.contains(text) || text.equals("incident")) {
                problems.add(
                        scalar.position(),
                        Rule.BAD_VALUE,
                        "'" + text + "' is a word of the language",
                        "use another name");
                return Optional.empty();
            }
            var first = lines.putIfAbsent(text, scalar.position().line());
            if (first != null)
                problems.add(
                        scalar.position(),
                        Rule.DUPLICATE_STEP,
                        "step '" + text + "' is already in line " + first,
                        "give every step a name of its own");
            try {
                return Optional.of(new StepId(text));
            } catch (IllegalArgumentException _) {
                problems.add(
                        scalar.position(),
                        Rule.BAD_VALUE,
                        "'" + text + "' cannot name a step",
                        "use letters, digits and _, at most 100, beginning with a letter");
                return Optional.empty();
            }
        });
    }

    private Optional<Action> action(Keyed keys) {
        keys.missing("action", "use one of: " + String.join(", ", Action.all()));
        return keys.text("action").flatMap(scalar -> {
            var action = Action.ofKey(scalar.text());
            if (action.isEmpty() && Action.LATER_ACTIONS.contains(scalar.text()))
                problems.add(
                        scalar.position(),
                        Rule.NOT_SUPPORTED,
                        "the action '" + scalar.text() + "' is not supported yet by this version",
                        "use one of: " + String.join(", ", Action.all()));
            else if (action.isEmpty())
                problems.add(
                        scalar.position(),
                        Rule.BAD_VALUE,
                        "there is no action '" + scalar.text() + "'",
                        Nearest.hint(scalar.text(), Action.all()));
            return action;
        });
    }

    private Optional<Step> step(Keyed keys, Optional<StepId> readId, Action action) {
        keys.refuseOthers(action.keys(), entry -> refused(keys, entry, action));
        var description = keys.text("description").map(YamlNode.Scalar::text).orElse("");
        var when = keys.expression("when");
        return switch (action) {
            case GATHER -> {
                var operation = operation(keys, action);
                var parameters = keys.templates("params");
                yield readId.flatMap(id -> operation.map(
                        name -> new Step.Gather(id, description, when, name, parameters, keys.position())));
            }
            case ML_DECISION -> {
                var context = keys.texts("context").stream()
                        .map(YamlNode.Scalar::text)
                        .filter(text -> text.matches("[A-Za-z_][A-Za-z0-9_]{0,99}"))
                        .map(StepId::new)
                        .toList();
                yield readId.map(id -> new Step.Decide(id, description, when, context, keys.position()));
            }
            case EXECUTE -> {
                var operation = operation(keys, action);
                var parameters = keys.templates("params");
                var risk = keys.word("risk_level", Rule.BAD_VALUE, RISKS).orElse(RiskLevel.LOW);
                var approval = keys.truth("requires_approval").orElse(false);
                var success = keys.expression("success");
                var settle = keys.duration("settle").orElse(SETTLE);
                yield readId.flatMap(id -> operation.map(name -> new Step.Execute(
                        id, description, when, name, parameters, risk, approval, success, settle, keys.position())));
            }
        };
    }

    private boolean refused(Keyed keys, YamlNode.Entry entry, Action action) {
        if (keys.refuseLater(entry, Action.LATER_KEYS)) return true;
        var others = Action.having(entry.name());
        if (others.isEmpty()) return false;
        problems.add(
                entry.key().position(),
                Rule.MISPLACED_KEY,
                "'" + entry.name() + "' belongs to the action " + String.join(" or ", others) + ", not to "
                        + action.key(),
                "remove it, or change the action");
        return true;
    }

    private Optional<OperationName> operation(Keyed keys, Action action) {
        keys.missing(
                "integration",
                action.key() + " asks an integration; " + "use one of: "
                        + String.join(
                                ", ", INTEGRATIONS.keySet().stream().sorted().toList()));
        keys.missing("method", action.key() + " calls a method of the integration, such as get_metrics");
        var capability = keys.word("integration", Rule.UNKNOWN_INTEGRATION, INTEGRATIONS);
        var method = keys.text("method");
        return capability.flatMap(c -> method.flatMap(m -> name(c, m)));
    }

    private Optional<OperationName> name(Capability capability, YamlNode.Scalar method) {
        try {
            return Optional.of(new OperationName(capability, method.text()));
        } catch (IllegalArgumentException _) {
            problems.add(
                    method.position(),
                    Rule.BAD_VALUE,
                    "'" + method.text() + "' cannot name a method",
                    "use small letters, digits and _, such as get_metrics");
            return Optional.empty();
        }
    }
}
