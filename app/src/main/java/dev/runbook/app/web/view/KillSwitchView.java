package dev.runbook.app.web.view;

import dev.runbook.core.governor.EffectLog;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.incident.IncidentId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where the kill switch stands.
public record KillSwitchView(
        @Schema(description = "Whether all execution is stopped, on every node")
        boolean stopped,

        @Schema(description = "Who stopped it") Optional<String> by,
        @Schema(description = "When, by the system's clock") Optional<Instant> at,
        Optional<String> reason,

        @Schema(description = "Incidents with an action that had begun already and has no outcome yet")
        List<String> underWay) {

    /// @param position as it was just read or turned
    public static KillSwitchView of(KillSwitch.Position position, EffectLog effects) {
        var underWay = effects.underWay().stream().map(IncidentId::id).toList();
        return switch (position) {
            case KillSwitch.Position.Running _ ->
                new KillSwitchView(false, Optional.empty(), Optional.empty(), Optional.empty(), underWay);
            case KillSwitch.Position.Stopped(var by, var at, var reason) ->
                new KillSwitchView(true, Optional.of(by.name()), Optional.of(at), Optional.of(reason), underWay);
        };
    }
}
