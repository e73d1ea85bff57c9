package dev.runbook.integrations.registry;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/// One question to several integrations, and one answer from their answers.
final class Together {

    private Together() {}

    @FunctionalInterface
    interface Question {
        /// Never throws for the world's faults, and never takes longer than the caller waits.
        Observation ask(Integration integration) throws InterruptedException;
    }

    /// Asks all at the same time.
    static List<Observation> ask(List<Integration> integrations, Question question) throws InterruptedException {
        var asked = integrations.stream()
                .map(integration -> new FutureTask<>(() -> question.ask(integration)))
                .toList();
        asked.forEach(task -> Thread.ofVirtual().name("integration-question").start(task));
        try {
            var answers = new ArrayList<Observation>();
            for (var task : asked) answers.add(answer(task));
            return answers;
        } finally {
            asked.forEach(task -> task.cancel(true));
        }
    }

    private static Observation answer(FutureTask<Observation> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException("a question to an integration broke", e);
        }
    }

    /// One answer, with who saw each part of it. What one integration could not look at is a gap of what
    /// the others found; where nobody found anything, one that could not look leaves the question open.
    static Observation merge(List<Observation> answers) {
        var contents = new ArrayList<Content>();
        var sources = new ArrayList<String>();
        var gaps = new ArrayList<String>();
        var outputs = new ArrayList<Value>();
        var unseen = new ArrayList<Observation.CouldNotLook>();
        for (var answer : answers)
            switch (answer) {
                case Observation.Found found -> {
                    contents.addAll(found.contents());
                    for (int i = 0; i < found.contents().size(); i++) sources.add(found.source(i, ""));
                    outputs.add(found.output());
                    gaps.addAll(found.gaps());
                }
                case Observation.NothingFound(var output) -> outputs.add(output);
                case Observation.CouldNotLook could -> unseen.add(could);
            }
        if (!contents.isEmpty()) {
            unseen.forEach(could -> gaps.add(could.reason()));
            return new Observation.Found(contents, together(outputs), gaps, sources);
        }
        if (unseen.isEmpty()) return new Observation.NothingFound(together(outputs));
        return new Observation.CouldNotLook(
                unseen.stream().map(Observation.CouldNotLook::reason).collect(Collectors.joining("; ")),
                unseen.stream().anyMatch(Observation.CouldNotLook::retryable));
    }

    /// Lists are joined; of answers of another shape the first that says anything counts.
    private static Value together(List<Value> outputs) {
        if (outputs.stream().allMatch(Value.Items.class::isInstance))
            return new Value.Items(outputs.stream()
                    .flatMap(output -> ((Value.Items) output).items().stream())
                    .toList());
        return outputs.stream()
                .filter(output -> !output.equals(Value.Fields.NONE) && !output.equals(new Value.Items(List.of())))
                .findFirst()
                .orElseGet(() -> outputs.getFirst());
    }
}
