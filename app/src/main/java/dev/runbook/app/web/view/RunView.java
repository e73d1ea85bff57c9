package dev.runbook.app.web.view;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.StepResult;
import dev.runbook.core.journal.JournalEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/// The runbook that an incident follows, and how far it has come in it.
public record RunView(
        String runbook,

        @Schema(description = "The digest of the text that the incident follows")
        String version,

        @Schema(description = "Why this runbook") String reason,

        @Schema(description = "The steps that are over, in the order they ended")
        List<StepView> steps) {

    /// One step that is over.
    ///
    /// @param state `completed`, `skipped` or `failed`
    /// @param reason why it was skipped or failed
    public record StepView(String step, String state, Optional<String> reason) {}

    static Optional<RunView> of(Incident incident, List<JournalEntry> entries) {
        return incident.run()
                .map(run -> new RunView(
                        run.runbook().id(),
                        run.digest().hex(),
                        reason(entries),
                        run.results().entrySet().stream()
                                .map(result -> step(result.getKey().id(), result.getValue()))
                                .toList()));
    }

    private static StepView step(String id, StepResult result) {
        return switch (result) {
            case StepResult.Completed _ -> new StepView(id, "completed", Optional.empty());
            case StepResult.Skipped(var reason) -> new StepView(id, "skipped", Optional.of(reason));
            case StepResult.Failed(var reason) -> new StepView(id, "failed", Optional.of(reason));
        };
    }

    private static String reason(List<JournalEntry> entries) {
        var reason = "";
        for (var entry : entries)
            if (entry.stamped().event() instanceof Event.RunbookSelected selected) reason = selected.reason();
        return reason;
    }
}
