package dev.runbook.core.governor;

import java.util.List;
import java.util.Map;

/// What the governor must know to judge a wish.
///
/// @param position of the kill switch
/// @param onTarget what was begun on the target of the wish, newest first: whatever holds it, and the changes
///     that the operation of the wish made within the time that was asked about
/// @param onService the changes begun for the service of the wish within that time, newest first
/// @param versions of [KillSwitch#SCOPE] and of the wish's scopes; read before, or together with, all the rest
public record Situation(
        KillSwitch.Position position, List<Deed> onTarget, List<Deed> onService, Map<String, Long> versions) {
    public Situation {
        onTarget = List.copyOf(onTarget);
        onService = List.copyOf(onService);
        versions = Map.copyOf(versions);
    }
}
