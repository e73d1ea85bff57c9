package dev.runbook.language.lint;

import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.language.Nearest;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds the runbooks that a runbook calls against those beside it. Safe for use by many threads.
final class LibraryChecks {

    private final Map<RunbookId, Reading> library;

    LibraryChecks(Collection<Reading> library) {
        this.library = library.stream()
                .filter(reading -> reading.id().isPresent())
                .collect(Collectors.toMap(reading -> reading.id().get(), reading -> reading, (first, _) -> first));
    }

    void check(Reading reading, Problems problems) {
        for (var entry : reading.steps())
            if (entry.step().orElse(null) instanceof Step.Call call) check(reading, call, entry.node(), problems);
    }

    private void check(Reading reading, Step.Call call, YamlNode.Mapping node, Problems problems) {
        var called = library.get(call.runbook());
        if (called == null) {
            problems.add(
                    place(node, "runbook"),
                    Rule.UNKNOWN_RUNBOOK,
                    "there is no runbook '" + call.runbook() + "' in this folder",
                    Nearest.hint(
                            call.runbook().id(),
                            library.keySet().stream().map(RunbookId::id).toList()));
            return;
        }
        if (reading.id()
                .filter(own -> leadsTo(call.runbook(), own, new HashSet<>()))
                .isPresent())
            problems.add(
                    place(node, "runbook"),
                    Rule.RUNBOOK_CYCLE,
                    "runbook '" + call.runbook() + "' leads back to this one",
                    "take one of the calls out; a runbook that calls itself never ends");
        inputs(called.inputs(), call, node, problems);
    }

    /// Whether a runbook is, or calls, another one.
    private boolean leadsTo(RunbookId from, RunbookId wanted, Set<RunbookId> seen) {
        if (from.equals(wanted)) return true;
        if (!seen.add(from)) return false;
        var reading = library.get(from);
        return reading != null
                && reading.steps().stream()
                        .flatMap(entry -> entry.step().stream())
                        .anyMatch(step -> step instanceof Step.Call call && leadsTo(call.runbook(), wanted, seen));
    }

    private static void inputs(List<Field> wanted, Step.Call call, YamlNode.Mapping node, Problems problems) {
        var names = wanted.stream().map(Field::name).toList();
        call.inputs().fields().forEach((name, given) -> {
            var field = wanted.stream().filter(f -> f.name().equals(name)).findFirst();
            if (field.isEmpty())
                problems.add(
                        place(node, "inputs"),
                        Rule.RUNBOOK_INPUT,
                        "runbook '" + call.runbook() + "' has no input '" + name + "'",
                        names.isEmpty() ? "it takes none; remove it" : Nearest.hint(name, names));
            else if (given instanceof Template.Literal(var value))
                field.get()
                        .fault(value)
                        .ifPresent(fault -> problems.add(
                                place(node, "inputs"),
                                Rule.RUNBOOK_INPUT,
                                "runbook '" + call.runbook() + "': " + fault,
                                "give what its inputs say"));
        });
        for (var field : wanted)
            if (field.required() && !call.inputs().fields().containsKey(field.name()))
                problems.add(
                        node.position(),
                        Rule.RUNBOOK_INPUT,
                        "runbook '" + call.runbook() + "' needs the input '" + field.name() + "'",
                        "add it below inputs");
    }

    private static Position place(YamlNode.Mapping node, String key) {
        return node.entry(key).map(e -> e.value().position()).orElse(node.position());
    }
}
