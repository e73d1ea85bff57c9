package dev.runbook.cli;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.value.Shape;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// Lists what can be asked of integrations, and done through them.
@Command(
        name = "operations",
        description = "List the operations that runbooks and `runbook call` can use.",
        mixinStandardHelpOptions = true)
final class OperationsCommand implements Runnable {

    @Mixin
    private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Only this operation, or those of this capability: compute.restart_service, or compute.")
    private @Nullable String name;

    @Override
    public void run() {
        var chosen = Operations.CATALOGUE.all().stream().filter(this::chosen).toList();
        if (chosen.isEmpty())
            throw new Complaint(
                    "there is no operation and no capability '" + name + "'; `runbook operations` lists" + " them all");
        output.print(json(chosen), () -> chosen.size() == 1 ? page(chosen.getFirst()) : table(chosen));
    }

    private boolean chosen(Operation operation) {
        return name == null
                || operation.name().toString().equals(name)
                || operation.name().capability().key().equals(name);
    }

    private static ArrayNode json(List<Operation> operations) {
        var json = JsonMapper.shared().createArrayNode();
        for (var operation : operations) {
            var node = json.addObject()
                    .put("name", operation.name().toString())
                    .put("description", operation.description())
                    .put("effect", lower(operation.effect()))
                    .put("risk", lower(operation.riskFloor()))
                    .put("idempotent", operation.idempotent());
            operation.target().ifPresent(target -> node.put("target", target));
            var parameters = node.putArray("parameters");
            for (var parameter : operation.parameters()) {
                var one = parameters
                        .addObject()
                        .put("name", parameter.name())
                        .put("type", lower(parameter.type()))
                        .put("required", parameter.required())
                        .put("description", parameter.description());
                parameter.fallback().ifPresent(value -> one.put("default", value.display()));
                parameter.limits().ifPresent(limits -> one.put("limits", limits));
            }
        }
        return json;
    }

    private static String table(List<Operation> operations) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("OPERATION", "EFFECT", "RISK", "REPEATABLE", "PARAMETERS"));
        for (var operation : operations)
            rows.add(List.of(
                    operation.name().toString(),
                    lower(operation.effect()),
                    operation.effect() == Effect.READS ? "-" : lower(operation.riskFloor()),
                    operation.idempotent() ? "yes" : "no",
                    operation.parameters().stream()
                            .map(OperationsCommand::brief)
                            .collect(Collectors.joining(" "))));
        return Output.table(rows);
    }

    /// A parameter as usage lines write it: `host`, `[timeframe=1h]`.
    private static String brief(Parameter parameter) {
        if (parameter.required()) return parameter.name();
        return "[" + parameter.name()
                + parameter.fallback().map(value -> "=" + shown(value)).orElse("") + "]";
    }

    private static String shown(Value value) {
        return value.display().isEmpty() ? "''" : value.display();
    }

    private static String page(Operation operation) {
        var rows = new ArrayList<List<String>>();
        for (var parameter : operation.parameters())
            rows.add(List.of(
                    "  " + parameter.name(),
                    lower(parameter.type()),
                    parameter.description()
                            + parameter.limits().map(limits -> ", " + limits).orElse("")
                            + parameter
                                    .fallback()
                                    .map(value -> " (default " + shown(value) + ")")
                                    .orElse(parameter.required() ? "" : " (optional)")));
        return operation.name() + "\n  " + operation.description() + ".\n  " + nature(operation) + ".\n"
                + Output.table(rows)
                + (operation.result() instanceof Shape.Anything
                        ? ""
                        : "  It answers " + answer(operation.result()) + ".\n");
    }

    /// What a result looks like, in words.
    private static String answer(Shape shape) {
        return switch (shape) {
            case Shape.Items(var item) -> "a list, each with " + answer(item);
            case Shape.Fields(var fields, var _) -> String.join(", ", new TreeSet<>(fields.keySet()));
            case Shape.Anything _,
                    Shape.Text _,
                    Shape.Numeric _,
                    Shape.Truth _,
                    Shape.Span _,
                    Shape.Time _,
                    Shape.Nothing _ -> shape.kind().orElse("a value");
        };
    }

    private static String nature(Operation operation) {
        var does = operation.effect() == Effect.READS
                ? "It only reads"
                : "It " + lower(operation.effect()) + " something; its risk is at least "
                        + lower(operation.riskFloor());
        return does + (operation.idempotent() ? "; it may be repeated" : "; it is never repeated blindly");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
