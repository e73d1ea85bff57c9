package dev.runbook.ml.offline.summary;

import dev.runbook.core.diagnosis.Summarizer;
import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import java.util.List;

/// Writes the post-mortem in Markdown from the journal alone. Safe for use by many threads.
public final class PostMortem implements Summarizer {

    @Override
    public String postMortem(List<JournalEntry> journal) {
        if (journal.isEmpty()) throw new IllegalArgumentException("an empty journal has no post-mortem");
        var out = new StringBuilder("# Post-mortem " + journal.getFirst().incident() + "\n\n## Timeline\n\n");
        for (var entry : journal)
            if (!(entry.stamped().event() instanceof Event.Documented))
                out.append("- ")
                        .append(entry.stamped().event().getClass().getSimpleName())
                        .append('\n');
        return out.toString();
    }
}
