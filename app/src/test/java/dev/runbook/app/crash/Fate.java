package dev.runbook.app.crash;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Ends the process at the first moment of an incident that no process has died at yet.
///
/// A moment is before or after something, and is named by that, as `before writing StepSucceeded 1`; the number says
/// how often this life has come there. So it does not matter that two lives of the same incident have different
/// numbers of moments, as when a person's decision and the engine's step race for the journal. Safe for use by many
/// threads.
final class Fate {

    private final Set<String> survived;
    private final Map<String, Integer> passed = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<IncidentId>> incident = new AtomicReference<>(Optional.empty());

    /// @param survived the moments that earlier processes died at
    Fate(Set<String> survived) {
        this.survived = Set.copyOf(survived);
    }

    /// From now on the moments of this incident count.
    void turnTo(IncidentId doomed) {
        incident.set(Optional.of(doomed));
    }

    void beforeWriting(Journal.Commit commit) {
        pass(commit.incident(), "before writing " + lastOf(commit));
    }

    void afterWriting(Journal.Commit commit) {
        pass(commit.incident(), "after writing " + lastOf(commit));
    }

    void pass(IncidentId of, String moment) {
        if (!incident.get().equals(Optional.of(of))) return;
        var name = moment + " " + passed.merge(moment, 1, Integer::sum);
        if (survived.contains(name)) return;
        System.out.println("died " + name);
        System.out.flush();
        Runtime.getRuntime().halt(DoomedProcess.DIED);
    }

    /// Events that are written together are one moment, and which are may differ: the last one names it.
    private static String lastOf(Journal.Commit commit) {
        return commit.events().getLast().event().getClass().getSimpleName();
    }
}
