package dev.runbook.app.crash;

import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.Stamped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Ends the process at the first moment of an incident that is this lane's and that no process has died at yet.
///
/// A moment is before or after something, and is named by that, as `before writing StepSucceeded 1`; the number says
/// how often this life has come there. So it does not matter that two lives of the same incident have different
/// numbers of moments, as when a person's decision and the engine's step race for the journal. Of several lanes each
/// moment belongs to one, by its name, so that they need not know of each other. Safe for use by many threads.
final class Fate {

    private final int lane;
    private final int lanes;
    private final Set<String> survived;
    private final Map<String, Integer> passed = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<IncidentId>> incident = new AtomicReference<>(Optional.empty());

    /// @param lane which of the lanes this is, from 0
    /// @param survived the moments that earlier processes of this lane died at
    Fate(int lane, int lanes, Set<String> survived) {
        this.lane = lane;
        this.lanes = lanes;
        this.survived = Set.copyOf(survived);
    }

    /// From now on the moments of this incident count.
    void turnTo(IncidentId doomed) {
        incident.set(Optional.of(doomed));
    }

    void beforeWriting(Journal.Commit commit) {
        pass(commit.incident(), "before writing " + nameOf(commit));
    }

    void afterWriting(Journal.Commit commit) {
        pass(commit.incident(), "after writing " + nameOf(commit));
    }

    void pass(IncidentId of, String moment) {
        if (!incident.get().equals(Optional.of(of))) return;
        var name = moment + " " + passed.merge(moment, 1, Integer::sum);
        if (Math.floorMod(name.hashCode(), lanes) != lane || survived.contains(name)) return;
        System.out.println("died " + name);
        System.out.flush();
        Runtime.getRuntime().halt(DoomedProcess.DIED);
    }

    /// Events that are written together are one moment, and which are may differ: the outcome of an effect names it,
    /// or else the last one.
    private static String nameOf(Journal.Commit commit) {
        var events = commit.events().stream().map(Stamped::event).toList();
        var naming = events.stream().filter(Fate::isOutcome).findFirst().orElseGet(events::getLast);
        return naming.getClass().getSimpleName();
    }

    private static boolean isOutcome(Event event) {
        return event instanceof Event.StepSucceeded
                || event instanceof Event.StepFailed
                || event instanceof Event.StepUncertain;
    }
}
