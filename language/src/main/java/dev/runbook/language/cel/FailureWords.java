package dev.runbook.language.cel;

import dev.cel.runtime.CelEvaluationException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Says why CEL could not evaluate an expression in words for people who write runbooks.
final class FailureWords {

    private static final int LONGEST = 300;
    private static final Pattern PREFIX = Pattern.compile("evaluation error(?: at [^:]*:\\d+)?: ");
    private static final Pattern OVERLOAD = Pattern.compile("No matching overload for function '([^']*)'.*");
    private static final Map<String, String> OPERATORS = Map.of("_[_]", "[]", "_?_:_", "?:", "@in", "in");

    private FailureWords() {}

    static String of(CelEvaluationException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof Functions.Refused refused) return brief(message(refused));
        return brief(inOurWords(PREFIX.matcher(message(failure)).replaceFirst("")));
    }

    private static String message(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "no reason given");
    }

    /// CEL shows the values that it could not use, however long they are.
    private static String brief(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }

    private static String inOurWords(String message) {
        var overload = OVERLOAD.matcher(message);
        if (overload.matches())
            return "'" + operator(overload.group(1)) + "' cannot be applied to values of these types; convert them with"
                    + " int(), double() or string()";
        if (message.startsWith("Expected boolean value"))
            return "true or false is needed here" + message.substring("Expected boolean value".length());
        if (message.startsWith("Error resolving field"))
            return "a field is asked of something that has no fields: " + message;
        return message;
    }

    private static String operator(String function) {
        return OPERATORS.getOrDefault(function, function.replace("_", ""));
    }
}
