package dev.runbook.app.web.casefile;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the moments that matter in a journal.
final class Marks {

    /// More changes than these would hide the lines; the list of changes has them all.
    private static final int MOST_CHANGES = 4;

    private final List<Mark> found = new ArrayList<>();

    private Marks() {}

    /// In order of time, numbered.
    static List<Mark> of(List<JournalEntry> entries, List<ChangeRow> changes, Optional<Diagnosis> diagnosis) {
        var marks = new Marks();
        var onset = diagnosis.flatMap(Diagnosis::leading).flatMap(Hypothesis::onset);
        onset.ifPresent(at -> marks.add(Mark.Kind.ONSET, at, "the cause begins"));
        for (var entry : entries) marks.take(entry);
        marks.nearest(changes, onset);
        marks.found.sort(Comparator.comparing(Mark::at));
        var numbered = new ArrayList<Mark>();
        for (var mark : marks.found) numbered.add(new Mark(numbered.size() + 1, mark.kind(), mark.at(), mark.text()));
        return List.copyOf(numbered);
    }

    private void take(JournalEntry entry) {
        var at = entry.stamped().at();
        switch (entry.stamped().event()) {
            case Event.Reported _ -> add(Mark.Kind.REPORT, at, "reported");
            case Event.StepStarted(var plan, var _, var _) ->
                add(
                        Mark.Kind.ACTION,
                        at,
                        (plan.undoes() ? "undo: " : "")
                                + plan.operation()
                                + plan.target().map(on -> " on " + on).orElse(""));
            case Event.Verified _ -> add(Mark.Kind.GOOD, at, "looked again: the problem is gone");
            case Event.NotVerified _ -> add(Mark.Kind.BAD, at, "looked again: it is not gone");
            case Event.TroubleRemains _ -> add(Mark.Kind.BAD, at, "something else is still wrong");
            case Event.CureDecayed _ -> add(Mark.Kind.BAD, at, "looked again: it did not last");
            case Event _ -> {}
        }
    }

    private void nearest(List<ChangeRow> changes, Optional<Instant> onset) {
        var centre = onset.or(() -> found.stream().map(Mark::at).findFirst()).orElse(Instant.EPOCH);
        changes.stream()
                .sorted(Comparator.comparing(
                        change -> Duration.between(change.time(), centre).abs()))
                .limit(MOST_CHANGES)
                .forEach(change -> add(Mark.Kind.CHANGE, change.time(), change.what()));
    }

    private void add(Mark.Kind kind, Instant at, String text) {
        found.add(new Mark(1, kind, at, text));
    }
}
