package dev.runbook.core.runbook;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import java.util.Locale;
import java.util.Optional;

/// When a runbook applies.
///
/// @param trigger the condition on metrics, such as `cpu_usage > 90`
/// @param severity how bad a problem is that calls for it
/// @param match what it is found by, besides its title and steps
/// @param notFor what it must not be used for, however well it fits
public record Applicability(Optional<Expression> trigger, Severity severity, Cues match, Cues notFor) {

    /// For problems of a severity, found by its words.
    public static Applicability to(Severity severity) {
        return new Applicability(Optional.empty(), severity, Cues.NONE, Cues.NONE);
    }

    /// Why a problem is none of this runbook's, however well the words fit; empty when nothing forbids it.
    ///
    /// @param category what kind of problem it is
    public Optional<String> forbids(ProblemReport report, Category category) {
        var excluded = notFor.shownBy(report, category).map(cue -> "it is not for " + cue);
        if (excluded.isPresent()) return excluded;
        if (!match.labelled(report)) return Optional.of("it is for reports labelled " + match.labels());
        if (!match.categories().isEmpty()
                && category != Category.UNKNOWN
                && !match.categories().contains(category))
            return Optional.of("it is not for the category " + category.name().toLowerCase(Locale.ROOT));
        return Optional.empty();
    }
}
