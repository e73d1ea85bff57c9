package dev.runbook.app.web.view;

import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.value.Value;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/// An incident of the past that was like this one.
public record SimilarView(
        @Schema(description = "Its id") String incident,

        @Schema(description = "Which piece of evidence says so")
        String evidence,

        @Schema(description = "How much it is like this one, from 0 to 1")
        double likeness,

        @Schema(description = "What was reported, its first line")
        String problem,

        @Schema(description = "The cause that a person confirmed, in words")
        String cause,

        @Schema(description = "Where the cause sat") String component,

        @Schema(description = "What was done about it, and whether it helped")
        List<String> attempts,

        String note) {

    static List<SimilarView> of(List<Evidence> evidence) {
        return evidence.stream()
                .flatMap(one -> of(one.id().id(), one.content()).stream())
                .toList();
    }

    private static Optional<SimilarView> of(String id, Content content) {
        if (!(content instanceof Content.Facts(var about, var title, Value.Fields facts))
                || !title.equals(PastCase.TITLE)) return Optional.empty();
        return Optional.of(new SimilarView(
                about,
                id,
                likeness(facts),
                text(facts, "problem").lines().findFirst().orElse(""),
                text(facts, "cause"),
                text(facts, "component"),
                facts.get("attempts")
                        .filter(Value.Items.class::isInstance)
                        .map(Value.Items.class::cast)
                        .map(attempts ->
                                attempts.items().stream().map(Value::display).toList())
                        .orElse(List.of()),
                text(facts, "note")));
    }

    private static double likeness(Value.Fields facts) {
        return facts.get("likeness").orElse(new Value.Nothing()) instanceof Value.Real(var likeness) ? likeness : 0;
    }

    private static String text(Value.Fields facts, String name) {
        return facts.get(name).map(Value::display).orElse("");
    }
}
