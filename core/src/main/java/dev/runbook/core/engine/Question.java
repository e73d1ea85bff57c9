package dev.runbook.core.engine;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A question that a step puts to people.
///
/// @param answers what is asked for; never empty
/// @param expiresAt when an unanswered question expires and the step fails
public record Question(
        RequestId id, StepId step, String text, List<Answer> answers, Instant askedAt, Instant expiresAt) {
    public Question {
        answers = List.copyOf(answers);
    }

    /// One answer that is asked for.
    ///
    /// @param description for people; may be empty
    /// @param fallback what it is when it is left out; one without must be given
    /// @param options the only values it may have; any of its type when empty
    public record Answer(
            String name, Parameter.Type type, String description, Optional<Value> fallback, List<Value> options) {
        public Answer {
            // JSON has one word for both.
            fallback = fallback.filter(value -> !(value instanceof Value.Nothing));
            options = List.copyOf(options);
        }

        private Optional<String> fault(Value value) {
            return new Field(name, type, description, Optional.empty(), options).fault(value);
        }
    }

    /// What is wrong with these answers, one sentence each; empty when they count.
    public List<String> faults(Value.Fields given) {
        var faults = new ArrayList<String>();
        for (var name : given.fields().keySet())
            if (answers.stream().noneMatch(a -> a.name().equals(name)))
                faults.add(id + " does not ask for '" + name + "'; it asks for "
                        + String.join(", ", answers.stream().map(Answer::name).toList()));
        for (var answer : answers)
            given.get(answer.name())
                    .or(answer::fallback)
                    .map(answer::fault)
                    .orElseGet(() -> Optional.of("'" + answer.name() + "' is missing"))
                    .ifPresent(faults::add);
        return faults;
    }

    /// The answers with those that were left out.
    Value.Fields complete(Value.Fields given) {
        var all = new TreeMap<>(given.fields());
        for (var answer : answers) answer.fallback().ifPresent(value -> all.putIfAbsent(answer.name(), value));
        return new Value.Fields(all);
    }
}
