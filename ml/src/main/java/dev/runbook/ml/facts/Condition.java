package dev.runbook.ml.facts;

import dev.runbook.core.diagnosis.CauseKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Something that a tool says when it is so.
///
/// @param category the category of cause that it speaks for; `healthy` when it speaks against a fault
/// @param cause the kind of cause that it points at, where it points at one
/// @param weight from 0 to 1: how near it is to a cause; symptoms have less
/// @param meaning a sentence with `{object}`, `{line}` and groups of the pattern as `{1}`
/// @param examples each must match
public record Condition(
        String name,
        String category,
        Optional<CauseKind> cause,
        double weight,
        Pattern pattern,
        String meaning,
        List<String> examples) {
    public Condition {
        examples = List.copyOf(examples);
        if (!(weight >= 0 && weight <= 1)) throw new IllegalArgumentException("weight not in [0, 1]: " + weight);
    }

    /// Whether it speaks for a fault, and not against one.
    public boolean isFault() {
        return !category.equals(HEALTHY);
    }

    /// The category of what speaks against a fault.
    public static final String HEALTHY = "healthy";
}
