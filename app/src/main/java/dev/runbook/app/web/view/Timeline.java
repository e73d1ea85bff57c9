package dev.runbook.app.web.view;

import dev.runbook.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Turns a journal into the entries people read.
public final class Timeline {

    private Timeline() {}

    /// The entries of one incident, from the first on, in order.
    public static List<EntryView> of(List<JournalEntry> entries) {
        return after(entries, 0);
    }

    /// The entries that come after one.
    ///
    /// @param entries all of the incident
    public static List<EntryView> after(List<JournalEntry> entries, long seq) {
        return views(entries, seq, EntryView::of);
    }

    /// The entries without their data, which takes most of the time.
    public static List<EntryView> briefly(List<JournalEntry> entries) {
        return views(entries, 0, EntryView::briefly);
    }

    private static List<EntryView> views(
            List<JournalEntry> entries, long after, BiFunction<JournalEntry, LifecycleStage, EntryView> view) {
        var views = new ArrayList<EntryView>(entries.size());
        var stage = LifecycleStage.REPORT;
        for (var entry : entries) {
            if (entry.seq() > after) views.add(view.apply(entry, stage));
            stage = LifecycleStage.of(entry.stamped().event(), stage);
        }
        return views;
    }
}
