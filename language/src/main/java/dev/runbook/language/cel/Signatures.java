package dev.runbook.language.cel;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How the functions of expressions are called. Operators and macros are left to CEL's parser.
final class Signatures {

    /// A function, by name.
    private static final Map<String, Signature> BY_NAME = Arrays.stream(new String[] {
                "size(x)",
                "text.contains(part)",
                "text.startsWith(part)",
                "text.endsWith(part)",
                "text.matches(regex)",
                "text.lowerAscii()",
                "text.upperAscii()",
                "text.trim()",
                "text.replace(part, by)",
                "text.split(separator)",
                "list.join(separator)",
                "round(number)",
                "bool(x)",
                "bytes(x)",
                "double(x)",
                "duration(text)",
                "dyn(x)",
                "int(x)",
                "string(x)",
                "timestamp(text)",
                "type(x)",
                "uint(x)",
                "time.getFullYear()",
                "time.getMonth()",
                "time.getDate()",
                "time.getDayOfMonth()",
                "time.getDayOfWeek()",
                "time.getDayOfYear()",
                "time.getHours()",
                "time.getMinutes()",
                "time.getSeconds()",
                "time.getMilliseconds()",
            })
            .map(Signature::new)
            .collect(Collectors.toUnmodifiableMap(Signature::name, Function.identity()));

    private Signatures() {}

    /// @param usage a call of it, such as `text.contains(part)`
    record Signature(String usage) {

        String name() {
            return usage.substring(usage.indexOf('.') + 1, usage.indexOf('('));
        }

        /// How many values it takes, the one before the dot included.
        int values() {
            var arguments = usage.substring(usage.indexOf('(') + 1, usage.indexOf(')'));
            int given = arguments.isEmpty() ? 0 : arguments.split(",").length;
            return given + (usage.contains(".") ? 1 : 0);
        }

        /// Whether it can be called on a value, with a dot, or without one. A size can be asked for either way.
        boolean isCalled(boolean onTarget) {
            return usage.contains(".") == onTarget || name().equals("size");
        }

        /// Whether it can be called with so many values. What reads a time may be told a time zone.
        boolean takes(int given) {
            return given == values() || (usage.startsWith("time.") && given == 2);
        }
    }

    /// The names of all functions.
    static Set<String> names() {
        return BY_NAME.keySet();
    }

    static Optional<Signature> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
