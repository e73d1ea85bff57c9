package dev.runbook.app.assembly;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Metric;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Nearest;
import dev.runbook.language.cel.Reference;
import dev.runbook.language.cel.Syntax;
import dev.runbook.language.parse.RunbookTests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds what a test says about things that there are not: a name that is mistyped would change nothing
/// unseen, and the test would show something else than it says. Pure; one test, one thread.
final class TrialNames {

    /// What a diagnosis may give besides what the runbook reads.
    private static final Set<String> DECIDED = Set.of(
            "cause",
            "category",
            "component",
            "confidence",
            "target_host",
            "target_service",
            "target_database",
            "target_application",
            "target_path",
            "target_version",
            "avoid",
            "replicas");

    /// Names that only some expressions know, and that are no metrics.
    private static final Set<String> LOCAL = Set.of("item", "result", "incident", "inputs", "vars");

    private final Runbook runbook;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final List<Runbook> reached = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private TrialNames(Runbook runbook, RunbookLibrary library) {
        this.runbook = runbook;
        reach(runbook, library, new HashSet<>());
        for (var one : reached)
            for (var step : one.steps()) steps.putIfAbsent(step.id().id(), step);
    }

    /// @param asked the operations that something asked for while the test was played
    /// @return what there is not, one sentence each
    static List<String> faults(
            RunbookTests.Case test, Runbook runbook, RunbookLibrary library, Collection<String> asked) {
        var names = new TrialNames(runbook, library);
        names.expected(test.expected());
        names.people(test);
        if (test.scenario().isEmpty()) names.world(test.world(), asked);
        return List.copyOf(names.faults);
    }

    private void reach(Runbook from, RunbookLibrary library, Set<String> seen) {
        if (!seen.add(from.id().id())) return;
        reached.add(from);
        for (var step : from.steps())
            if (step instanceof Step.Call call)
                library.find(call.runbook()).ifPresent(called -> reach(called, library, seen));
    }

    private void expected(RunbookTests.Expected expected) {
        var own = runbook.steps().stream().map(step -> step.id().id()).toList();
        expected.ran().ifPresent(ran -> ran.keySet().forEach(step -> known("'ran' names", step, own)));
        expected.undone().ifPresent(undone -> undone.keySet().forEach(step -> known("'undone' names", step, own)));
        expected.skipped().forEach(step -> known("'skipped' names", step, own));
        expected.failed().forEach(step -> known("'failed' names", step, own));
        expected.approvals().keySet().forEach(step -> known("'approvals' names", step, own));
    }

    private void people(RunbookTests.Case test) {
        test.decisions().keySet().forEach(step -> known("'decisions' names", step, steps.keySet()));
        test.answers().forEach((step, given) -> {
            known("'answers' names", step, steps.keySet());
            if (steps.get(step) instanceof Step.Ask ask) answers(step, ask, given);
        });
    }

    private void known(String who, String step, Collection<String> all) {
        if (!all.contains(step))
            faults.add(who + " step '" + step + "', and there is none; " + Nearest.hint(step, all));
    }

    private void answers(String step, Step.Ask ask, Value.Fields given) {
        var names = ask.answers().stream().map(answer -> answer.name()).toList();
        given.fields().forEach((name, value) -> {
            if (!names.contains(name))
                faults.add("'answers' gives '" + name + "' to step " + step + ", which does not ask for it; "
                        + Nearest.hint(name, names));
            ask.answers().stream()
                    .filter(answer -> answer.name().equals(name))
                    .flatMap(answer -> answer.fault(value).stream())
                    .forEach(fault -> faults.add("the answer to step " + step + " is refused: " + fault));
        });
    }

    private void world(RunbookTests.World world, Collection<String> asked) {
        var operations = Operations.CATALOGUE.all().stream()
                .map(operation -> operation.name().toString())
                .toList();
        var called = new TreeSet<>(asked);
        for (var step : steps.values()) {
            step.invocation().ifPresent(call -> called.add(call.operation().toString()));
            if (step instanceof Step.Execute execute)
                execute.safety()
                        .undo()
                        .ifPresent(undo -> called.add(undo.operation().toString()));
        }
        world.results().keySet().forEach(name -> operation("results", name, operations, called));
        world.blind().forEach(name -> operation("blind", name, operations, called));
        world.refused().forEach(name -> operation("refused", name, operations, called));
        recommended(world);
        metrics(world);
    }

    private void operation(String key, String name, Collection<String> operations, Set<String> called) {
        if (!operations.contains(name))
            faults.add("'" + key + "' names '" + name + "', and there is no such operation; "
                    + Nearest.to(name, operations)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("`runbook operations` lists them all"));
        else if (!called.contains(name))
            faults.add("'" + key + "' names " + name + ", and nothing asks for it; " + Nearest.hint(name, called));
    }

    private void recommended(RunbookTests.World world) {
        var changes = steps.values().stream()
                .filter(Step.Execute.class::isInstance)
                .map(step -> step.id().id())
                .toList();
        world.recommended()
                .filter(step -> !changes.contains(step))
                .ifPresent(step -> faults.add("'recommends' names step '" + step + "', which is no execute step; "
                        + (changes.isEmpty() ? "the runbook has none" : Nearest.hint(step, changes))));
        var read = new TreeSet<>(DECIDED);
        expressions()
                .flatMap(TrialNames::references)
                .filter(reference ->
                        !reference.path().isEmpty() && steps.get(reference.root()) instanceof Step.Diagnose)
                .forEach(reference -> read.add(reference.path().getFirst()));
        for (var name : world.decided().fields().keySet())
            if (!read.contains(name))
                faults.add("'decision' gives '" + name + "', and nothing reads it; " + Nearest.hint(name, read));
    }

    /// A world of given values shows its metrics to conditions and to whoever asks for them.
    private void metrics(RunbookTests.World world) {
        var read = new TreeSet<String>();
        boolean all = false;
        for (var step : steps.values())
            if (step.invocation()
                    .filter(call -> call.operation().toString().equals("monitoring.get_metrics"))
                    .isPresent())
                switch (step.invocation().get().parameters().fields().get("metric")) {
                    case Template.Literal(var value) -> read.add(value.display());
                    case null, default -> all = true;
                }
        expressions()
                .flatMap(TrialNames::references)
                .filter(reference -> reference.path().isEmpty()
                        && !steps.containsKey(reference.root())
                        && !LOCAL.contains(reference.root()))
                .forEach(reference -> read.add(reference.root()));
        var given = new TreeSet<>(world.metrics().keySet());
        given.addAll(world.afterwards().keySet());
        for (var name : given) {
            if (read.contains(name)) continue;
            var near = Nearest.misspelled(name, all ? Metric.names() : read);
            if (all && near.isEmpty()) continue;
            faults.add("nothing reads the metric '" + name + "'; "
                    + near.map(one -> "did you mean '" + one + "'?")
                            .orElseGet(() -> read.isEmpty()
                                    ? "the runbook reads none, so remove it"
                                    : "the runbook reads " + String.join(", ", read)));
        }
    }

    private Stream<Expression> expressions() {
        return reached.stream().flatMap(TrialNames::expressions);
    }

    private static Stream<Expression> expressions(Runbook runbook) {
        return Stream.of(
                        runbook.trigger().stream(),
                        runbook.vars().expressions(),
                        runbook.steps().stream().flatMap(Step::expressions))
                .flatMap(some -> some);
    }

    private static Stream<Reference> references(Expression expression) {
        return switch (Syntax.of(expression.source())) {
            case Syntax.Sound(var _, var references) -> references.stream();
            case Syntax.Faulty _ -> Stream.of();
        };
    }
}
