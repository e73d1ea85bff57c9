package dev.runbook.ml.llm.guard;

import java.util.List;

/// A text after the check.
///
/// @param text what is left of it; empty when nothing is
/// @param removed one sentence for each that was taken out: what, and which figure nobody saw
public record Checked(String text, List<String> removed) {
    public Checked {
        removed = List.copyOf(removed);
    }
}
