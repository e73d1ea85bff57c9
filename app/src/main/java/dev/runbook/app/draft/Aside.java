package dev.runbook.app.draft;

import dev.runbook.core.engine.Question;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.TreeMap;

/// A step that ran, changed nothing of what was broken, and is kept in a draft.
sealed interface Aside {

    /// The place of what came before the decision.
    int BEFORE_THE_DECISION = -1;

    StepId step();

    String description();

    /// How many changes were made before it, or [#BEFORE_THE_DECISION].
    int place();

    /// The same at another place.
    Aside at(int place);

    /// Somebody was told something.
    ///
    /// @param parameters as they were then
    record Message(StepId step, String description, int place, OperationName operation, Value.Fields parameters)
            implements Aside {
        @Override
        public Message at(int other) {
            return new Message(step, description, other, operation, parameters);
        }
    }

    /// People were asked something.
    ///
    /// @param given what they answered
    record Asked(StepId step, String description, int place, Question question, Value.Fields given) implements Aside {
        @Override
        public Asked at(int other) {
            return new Asked(step, description, other, question, given);
        }

        /// With what people answered.
        Asked answered(Value.Fields answers) {
            return new Asked(step, description, place, question, answers);
        }

        /// What is asked for, by name, as a runbook writes it.
        Value.Fields answers() {
            var answers = new TreeMap<String, Value>();
            for (var answer : question.answers()) answers.put(answer.name(), field(answer));
            return new Value.Fields(answers);
        }

        private static Value field(Question.Answer answer) {
            var field = new TreeMap<String, Value>();
            field.put("type", Value.of(answer.type()));
            if (!answer.description().isBlank()) field.put("description", Value.text(answer.description()));
            answer.fallback().ifPresent(value -> field.put("default", value));
            if (!answer.options().isEmpty()) field.put("options", new Value.Items(answer.options()));
            return new Value.Fields(field);
        }
    }

    /// Time was let pass.
    record Pause(StepId step, String description, int place, Duration duration) implements Aside {
        @Override
        public Pause at(int other) {
            return new Pause(step, description, other, duration);
        }
    }
}
