package dev.runbook.app.web.view;

import dev.runbook.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;

/// Turns a journal into the entries people read.
public final class Timeline {

    private Timeline() {}

    /// The entries of one incident, from the first on, in order.
    public static List<EntryView> of(List<JournalEntry> entries) {
        var views = new ArrayList<EntryView>(entries.size());
        var stage = LifecycleStage.REPORT;
        for (var entry : entries) {
            views.add(EntryView.of(entry, stage));
            stage = LifecycleStage.of(entry.stamped().event(), stage);
        }
        return views;
    }
}
