package dev.runbook.app.web.view;

import dev.runbook.core.engine.Sentence;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.JournalEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/// One entry of the timeline.
public record EntryView(
        String incident,

        @Schema(description = "Its place in the incident's journal, from 1, without holes")
        long seq,

        Instant at,
        ActorView actor,

        @Schema(description = "What happened, by type", example = "step_succeeded")
        String type,

        @Schema(description = "The stage it belongs to, where it begins or continues one")
        String stage,

        @Schema(description = "What happened, in one sentence; plain text")
        String sentence,

        @Schema(description = "What happened, in fields that depend on the type")
        Map<String, Object> data,

        @Schema(description = "The entry's hash, which covers the hash of the entry before")
        String hash) {

    /// Who caused an entry.
    ///
    /// @param kind `operator`, `engine`, `source` or `model`
    public record ActorView(String kind, String name) {
        static ActorView of(Actor actor) {
            return new ActorView(Names.of(actor.getClass()), actor.label());
        }
    }

    /// @param before the stage that the entries before have reached
    static EntryView of(JournalEntry entry, LifecycleStage before) {
        return of(entry, before, EntryData.of(entry.stamped().event()));
    }

    /// Without data.
    static EntryView briefly(JournalEntry entry, LifecycleStage before) {
        return of(entry, before, Map.of());
    }

    private static EntryView of(JournalEntry entry, LifecycleStage before, Map<String, Object> data) {
        var stamped = entry.stamped();
        return new EntryView(
                entry.incident().id(),
                entry.seq(),
                stamped.at(),
                ActorView.of(stamped.actor()),
                Names.of(stamped.event().getClass()),
                Names.of(LifecycleStage.of(stamped.event(), before)),
                Sentence.of(stamped),
                data,
                entry.hash().hex());
    }
}
