package dev.runbook.app.web.view;

import dev.runbook.core.engine.Question;
import dev.runbook.core.value.Value;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question that a step asks people.
public record QuestionView(
        String id, String step, String text, List<AnswerView> answers, Instant askedAt, Instant expiresAt) {

    /// One answer that is asked for.
    public record AnswerView(
            String name,

            @Schema(description = "text, whole, number, truth, duration, list or map")
            String type,

            String description,

            @Schema(description = "What it is when it is left out", implementation = Object.class) @Nullable
            Object fallback,

            @Schema(description = "The only values it may have; any of its type when empty")
            List<String> options) {}

    public static QuestionView of(Question question) {
        return new QuestionView(
                question.id().id(),
                question.step().id(),
                question.text(),
                question.answers().stream()
                        .map(answer -> new AnswerView(
                                answer.name(),
                                Names.of(answer.type()),
                                answer.description(),
                                answer.fallback().map(Value::plain).orElse(null),
                                answer.options().stream().map(Value::display).toList()))
                        .toList(),
                question.askedAt(),
                question.expiresAt());
    }
}
