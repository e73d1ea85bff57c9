package dev.runbook.app.web.page;

import dev.runbook.app.web.IncidentIndex;
import dev.runbook.app.web.Pace;
import dev.runbook.core.engine.Phase;
import java.time.Instant;
import java.util.Set;

/// What the frame of every page shows besides its links. It is asked for when it is shown.
///
/// @param here the address of the request
public record Nav(String here, IncidentIndex index, Pace pace) {

    /// The system's time.
    public Instant now() {
        return pace.now();
    }

    /// How many of the system's seconds pass in a real one.
    public double speed() {
        return pace.speed();
    }

    /// The phases in which an incident waits for people.
    static final Set<Phase.Kind> WAITING = Set.of(
            Phase.Kind.AWAITING_APPROVAL,
            Phase.Kind.AWAITING_VETO,
            Phase.Kind.AWAITING_ANSWER,
            Phase.Kind.UNCERTAIN,
            Phase.Kind.ESCALATED);

    /// How many incidents wait for people.
    public long waiting() {
        return index.open().stream()
                .filter(count -> WAITING.contains(count.phase()))
                .mapToLong(IncidentIndex.Count::incidents)
                .sum();
    }

    /// Whether the reader is in this part of the site.
    public boolean in(String part) {
        return part.equals("/") ? here.equals("/") || here.startsWith("/chat") : here.startsWith(part);
    }
}
