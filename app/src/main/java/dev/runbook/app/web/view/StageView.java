package dev.runbook.app.web.view;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.journal.JournalEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far one stage of an incident has come.
public record StageView(
        @Schema(
                description =
                        "report, triage, diagnosis, recommendation, approval, execution, verification, resolution")
        String stage,

        @Schema(description = "done, current, failed, passed_over or to_come")
        String state,

        @Schema(description = "When the stage last began") Optional<Instant> since) {

    /// All eight stages in order. A round after which not all is well begins the diagnosis anew, so what
    /// follows it is to come again.
    public static List<StageView> of(Incident incident, List<JournalEntry> entries) {
        var began = new EnumMap<LifecycleStage, Instant>(LifecycleStage.class);
        var last = LifecycleStage.REPORT;
        for (var entry : entries) {
            var event = entry.stamped().event();
            var stage = LifecycleStage.of(event, last);
            if (stage.compareTo(last) < 0) began.keySet().removeIf(later -> later.compareTo(stage) > 0);
            if (stage != last || !began.containsKey(stage))
                began.put(stage, entry.stamped().at());
            last = switch (event) {
                case Event.NotVerified _, Event.CureDecayed _, Event.TroubleRemains _ -> LifecycleStage.TRIAGE;
                case Event _ -> stage;
            };
        }
        var current = LifecycleStage.current(incident.phase(), last);
        return Arrays.stream(LifecycleStage.values())
                .map(stage -> new StageView(
                        Names.of(stage),
                        state(stage, current, incident.phase(), began),
                        Optional.ofNullable(began.get(stage))))
                .toList();
    }

    private static String state(
            LifecycleStage stage, LifecycleStage current, Phase phase, Map<LifecycleStage, Instant> began) {
        if (stage == current)
            return switch (phase) {
                case Phase.Resolved _, Phase.Closed _ -> "done";
                case Phase.Escalated _ -> "failed";
                case Phase _ -> "current";
            };
        if (stage.compareTo(current) > 0) return "to_come";
        return began.containsKey(stage) ? "done" : "passed_over";
    }
}
