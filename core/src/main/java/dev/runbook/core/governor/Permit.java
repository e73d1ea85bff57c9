package dev.runbook.core.governor;

import java.util.Map;

/// Leave to begin one effect, for as long as nothing has changed that the governor looked at. It is checked in
/// the commit that writes the intent, so that what two nodes grant at the same moment is begun by one of them.
///
/// @param versions of [KillSwitch#SCOPE] and of the wish's scopes, as they were when the governor looked
public record Permit(Wish wish, Map<String, Long> versions) {
    public Permit {
        versions = Map.copyOf(versions);
    }
}
