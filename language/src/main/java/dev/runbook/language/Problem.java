package dev.runbook.language;

import dev.runbook.core.runbook.Position;
import java.util.Comparator;
import java.util.Locale;

/// Something wrong in a runbook's text, and where.
///
/// @param message what is wrong, naming the thing and the value
/// @param hint what to do about it, in one sentence
public record Problem(Position position, Rule rule, String message, String hint) {

    /// The order in which people read a file.
    public static final Comparator<Problem> BY_PLACE = Comparator.comparing((Problem p) -> p.position.file())
            .thenComparingInt(p -> p.position.line())
            .thenComparingInt(p -> p.position.column())
            .thenComparing(p -> p.rule);

    /// How bad a problem is.
    public enum Severity {
        /// The runbook cannot be used.
        ERROR,
        /// It can be used, but probably not as it was meant.
        WARNING
    }

    public Severity severity() {
        return rule.severity();
    }

    public boolean isError() {
        return severity() == Severity.ERROR;
    }

    /// One line as compilers write it: `file:line:column: severity: message [rule]`.
    @Override
    public String toString() {
        return position + ": " + severity().name().toLowerCase(Locale.ROOT) + ": " + message + " [" + rule.id() + "]";
    }
}
