package dev.runbook.core.operation;

import dev.runbook.core.value.Value;
import java.util.Optional;

/// One parameter of an operation.
///
/// @param fallback the value when the caller gives none; a parameter without one is required unless `optional`
/// @param optional whether it may be left out although it has no fallback
public record Parameter(String name, Type type, String description, Optional<Value> fallback, boolean optional) {

    /// The types a parameter can have.
    public enum Type {
        TEXT,
        WHOLE,
        NUMBER,
        TRUTH,
        /// A span of time, as `90s`, `15m`, `2h`, `1d` or ISO-8601.
        DURATION,
        LIST,
        MAP;

        /// Whether a value has this type. A whole number is also a number.
        public boolean accepts(Value value) {
            return switch (this) {
                case TEXT -> value instanceof Value.Text;
                case WHOLE -> value instanceof Value.Whole;
                case NUMBER -> value instanceof Value.Whole || value instanceof Value.Real;
                case TRUTH -> value instanceof Value.Truth;
                case DURATION ->
                    value instanceof Value.Text(var text)
                            && Durations.parse(text).isPresent();
                case LIST -> value instanceof Value.Items;
                case MAP -> value instanceof Value.Fields;
            };
        }
    }

    public boolean required() {
        return fallback.isEmpty() && !optional;
    }

    public static Parameter required(String name, Type type, String description) {
        return new Parameter(name, type, description, Optional.empty(), false);
    }

    public static Parameter optional(String name, Type type, String description) {
        return new Parameter(name, type, description, Optional.empty(), true);
    }

    public static Parameter withDefault(String name, Type type, String description, Object fallback) {
        return new Parameter(name, type, description, Optional.of(Value.of(fallback)), false);
    }
}
