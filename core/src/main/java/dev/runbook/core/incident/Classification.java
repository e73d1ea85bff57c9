package dev.runbook.core.incident;

import java.util.List;

/// What kind of problem a report seems to be.
///
/// @param category the kind; `UNKNOWN` when the classifier abstains
/// @param severity how bad it seems
/// @param confidence probability that the category is right, in `[0, 1]`
/// @param reasons why, one short phrase each; may be empty
public record Classification(Category category, Severity severity, double confidence, List<String> reasons) {
    public Classification {
        if (!(confidence >= 0 && confidence <= 1))
            throw new IllegalArgumentException("confidence not in [0, 1]: " + confidence);
        reasons = List.copyOf(reasons);
    }

    /// The same kind of problem, as bad as this.
    public Classification as(Severity another) {
        return new Classification(category, another, confidence, reasons);
    }
}
