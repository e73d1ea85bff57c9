package dev.runbook.app.web.view;

import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an incident taught, as a person confirmed it.
public record LessonView(
        @Schema(description = "The kind of its cause") String cause,

        @Schema(description = "Where the cause sat") String component,

        @Schema(description = "What was done about it, and whether it helped")
        List<String> attempts,

        String note,

        String by,

        Instant at) {

    /// The last word; empty when nothing was confirmed, or when it was taken back.
    static Optional<LessonView> of(List<JournalEntry> entries) {
        Optional<LessonView> last = Optional.empty();
        for (var entry : entries)
            last = switch (entry.stamped().event()) {
                case Event.Remembered(var lesson) ->
                    Optional.of(new LessonView(
                            Names.of(lesson.cause()),
                            lesson.component(),
                            lesson.attempts().stream()
                                    .map(PastCase.Attempt::display)
                                    .toList(),
                            lesson.note(),
                            entry.stamped().actor().label(),
                            entry.stamped().at()));
                case Event.Forgotten _ -> Optional.empty();
                case Event _ -> last;
            };
        return last;
    }
}
