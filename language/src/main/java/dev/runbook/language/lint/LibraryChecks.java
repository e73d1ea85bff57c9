package dev.runbook.language.lint;

import dev.runbook.core.operation.Catalogue;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds the runbooks that a runbook calls against those beside it. Safe for use by many threads.
final class LibraryChecks {

    private final Map<RunbookId, Reading> library;
    private final Catalogue catalogue;

    LibraryChecks(Collection<Reading> library, Catalogue catalogue) {
        this.catalogue = catalogue;
        this.library = library.stream()
                .filter(reading -> reading.id().isPresent())
                .collect(Collectors.toMap(reading -> reading.id().get(), reading -> reading, (first, _) -> first));
    }

    void check(Reading reading, Problems problems) {
        var shapes = Shapes.of(reading, catalogue);
        for (var entry : reading.steps())
            if (entry.step().orElse(null) instanceof Step.Call call)
                check(reading, call, entry.node(), shapes, problems);
        results(reading, problems);
    }

    /// What is taken from the result of a called runbook, which has the results of its steps by their ids.
    private void results(Reading reading, Problems problems) {
        var uses = new Uses();
        var answers = new HashMap<String, Step.Call>();
        for (var entry : reading.steps())
            entry.step().ifPresent(step -> {
                var known = new HashMap<>(answers);
                if (step instanceof Step.Call call) known.put(Uses.RESULT, call);
                for (var slot : Uses.slots(step))
                    uses.in(slot.expression())
                            .forEach(use -> Optional.ofNullable(
                                            known.get(use.reference().root()))
                                    .ifPresent(call -> result(use, call, problems)));
                if (step instanceof Step.Call call
                        && call.head().outputs().fields().isEmpty())
                    answers.put(call.id().id(), call);
            });
    }

    private void result(Uses.Use use, Step.Call call, Problems problems) {
        var called = library.get(call.runbook());
        if (called == null || use.reference().path().isEmpty()) return;
        var wanted = use.reference().path().getFirst();
        var steps =
                called.steps().stream().flatMap(entry -> entry.id().stream()).toList();
        if (steps.contains(wanted)) return;
        problems.addUnlessAt(
                use.position(),
                Rule.UNKNOWN_NAME,
                "runbook '" + call.runbook() + "' has no step '" + wanted + "'",
                Nearest.hint(wanted, steps));
    }

    private void check(Reading reading, Step.Call call, YamlNode.Mapping node, Shapes shapes, Problems problems) {
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
        inputs(called.inputs(), call, node, shapes, problems);
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

    private static void inputs(
            List<Field> wanted, Step.Call call, YamlNode.Mapping node, Shapes shapes, Problems problems) {
        var names = wanted.stream().map(Field::name).toList();
        call.inputs().fields().forEach((name, given) -> {
            var field = wanted.stream().filter(f -> f.name().equals(name)).findFirst();
            if (field.isEmpty())
                problems.add(
                        input(node, name).map(e -> e.key().position()).orElse(node.position()),
                        Rule.RUNBOOK_INPUT,
                        "runbook '" + call.runbook() + "' has no input '" + name + "'",
                        names.isEmpty() ? "it takes none; remove it" : Nearest.hint(name, names));
            else
                fault(field.get(), given, call, shapes)
                        .ifPresent(fault -> problems.add(
                                input(node, name).map(e -> e.value().position()).orElse(node.position()),
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

    /// What is wrong with a value for an input, as far as it is known before it runs.
    private static Optional<String> fault(Field field, Template given, Step.Call call, Shapes shapes) {
        if (given instanceof Template.Literal(var value)) return field.fault(value);
        var expression = given.expressions().findFirst();
        if (expression.isEmpty()) return Optional.empty();
        var shape = shapes.of(given, new Uses.Slot(expression.get(), Uses.When.VALUE, Set.of()), call);
        return Shapes.fits(field.type(), shape)
                ? Optional.empty()
                : Optional.of("'" + field.name() + "' must be "
                        + field.type().name().toLowerCase(Locale.ROOT) + ", and " + given.source() + " is "
                        + shape.kind().orElse("something else"));
    }

    private static Optional<YamlNode.Entry> input(YamlNode.Mapping node, String name) {
        return node.entry("inputs")
                .map(YamlNode.Entry::value)
                .flatMap(value -> value instanceof YamlNode.Mapping given ? given.entry(name) : Optional.empty());
    }

    private static Position place(YamlNode.Mapping node, String key) {
        return node.entry(key).map(e -> e.value().position()).orElse(node.position());
    }
}
