package dev.runbook.store.journal;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.journal.Journal.Commit;
import dev.runbook.core.journal.Journal.Wake;
import dev.runbook.core.journal.Stamped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Commits with good defaults.
public final class Fixtures {

    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static final AtomicInteger INCIDENTS = new AtomicInteger();

    private Fixtures() {}

    /// An id that no other test of this process has.
    public static IncidentId newIncident() {
        return new IncidentId("INC-" + INCIDENTS.incrementAndGet());
    }

    public static Commit comment(IncidentId incident, long after, String text) {
        return comment(incident, after, text, Wake.KEEP);
    }

    public static Commit comment(IncidentId incident, long after, String text, Wake wake) {
        var stamped = new Stamped(NOON, Actor.engine(), new Event.Commented(text));
        return new Commit(after, List.of(stamped), summary(incident, after + 1), wake);
    }

    public static IncidentSummary summary(IncidentId incident, long seq) {
        return new IncidentSummary(
                incident,
                seq,
                "checkout is slow",
                Optional.of("web-1"),
                Optional.of("checkout"),
                "production",
                Category.COMPUTE,
                Severity.HIGH,
                Phase.Kind.INVESTIGATING,
                Optional.empty(),
                Optional.empty(),
                "ann",
                NOON,
                NOON);
    }
}
