package dev.runbook.ml.logs;

import java.util.List;
import java.util.regex.Pattern;

/// Recognises the lines of stack traces of the JVM, Python, Go, .NET and JavaScript.
final class StackTraces {

    private static final Pattern FRAME =
            Pattern.compile("\\s+at \\S.*|\\s*\\.\\.\\. \\d+ (more|common frames omitted)");

    private static final Pattern CAUSE = Pattern.compile("\\s*(Caused by|Suppressed): .*|\\s*--- End of .*");

    private static final Pattern EXCEPTION = Pattern.compile(
            "(?:Exception in thread \\S+ )?(?:[A-Za-z_$][\\w$]*\\.)*[A-Z][\\w$]*(?:Exception|Error|Throwable)(?::.*)?");

    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z_$][\\w$]*\\.)*[A-Za-z_$][\\w$]*");

    private static final String PYTHON = "Traceback (most recent call last):";

    private static final Pattern GO = Pattern.compile("goroutine \\d+ \\[.*]:");

    private static final Pattern GO_FRAME =
            Pattern.compile("\\s+\\S+\\.go:\\d+.*|created by .*|[\\w./*()\\[\\]-]+\\(.*\\)");

    private StackTraces() {}

    /// @param next the line that follows `line`; empty at the end
    /// @return whether `line` belongs to the trace of an event above it that has `trace` so far
    static boolean continues(List<String> trace, String line, String next) {
        if (line.isEmpty() || !couldContinue(line)) return false;
        if (FRAME.matcher(line).matches() || CAUSE.matcher(line).matches()) return true;
        if (line.equals(PYTHON) || GO.matcher(line).matches()) return true;
        if (EXCEPTION.matcher(line).matches() && FRAME.matcher(next).matches()) return true;
        if (trace.isEmpty()) return false;
        var first = trace.getFirst();
        if (first.equals(PYTHON)) {
            boolean inside = Character.isWhitespace(trace.getLast().charAt(0)) || trace.size() == 1;
            return inside
                    && (Character.isWhitespace(line.charAt(0))
                            || EXCEPTION.matcher(line).matches());
        }
        return GO.matcher(first).matches() && GO_FRAME.matcher(line).matches();
    }

    /// Cheap, for the many lines that cannot: they would have to begin with white space, or name an exception or
    /// a frame.
    private static boolean couldContinue(String line) {
        return Character.isWhitespace(line.charAt(0))
                || line.endsWith(":")
                || line.endsWith(")")
                || line.startsWith("...")
                || line.startsWith("Caused by")
                || line.startsWith("Suppressed")
                || line.startsWith("created by")
                || line.startsWith("---")
                || line.contains("Exception")
                || line.contains("Error")
                || line.contains("Throwable");
    }

    /// The class of the innermost cause; empty when no line names one.
    static String cause(List<String> trace) {
        var cause = "";
        for (var line : trace) {
            var text = line.strip();
            if (text.startsWith("Caused by: ")) text = text.substring("Caused by: ".length());
            else if (!EXCEPTION.matcher(text).matches()) continue;
            if (text.startsWith("Exception in thread ")) text = text.replaceFirst("Exception in thread \\S+ ", "");
            var name = NAME.matcher(text);
            if (name.lookingAt()) cause = name.group();
        }
        return cause;
    }
}
