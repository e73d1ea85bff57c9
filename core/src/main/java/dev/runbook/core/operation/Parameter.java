package dev.runbook.core.operation;

import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One parameter of an operation.
///
/// @param fallback the value when the caller gives none; a parameter without one is required unless `optional`
/// @param optional whether it may be left out although it has no fallback
/// @param domain which values of its type it takes
public record Parameter(
        String name, Type type, String description, Optional<Value> fallback, boolean optional, Domain domain) {

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

    /// Which values of its type it takes, such as `from 0 to 1000`; empty when it takes them all.
    public Optional<String> limits() {
        return type == Type.DURATION ? domain.wantedOfSpan() : domain.wanted();
    }

    /// What a value must be, such as `whole, from 0 to 1000`.
    public String wanted() {
        return type.name().toLowerCase(Locale.ROOT)
                + limits().map(limit -> ", " + limit).orElse("");
    }

    /// Whether it takes a value.
    public boolean accepts(Value value) {
        return type.accepts(value) && domain.holds(value);
    }

    /// It, taking numbers, or seconds of a span of time, from one to another alone.
    public Parameter between(double least, double most) {
        return within(new Domain.Between(least, most));
    }

    /// It, taking these texts alone.
    public Parameter oneOf(String... words) {
        return within(new Domain.OneOf(List.of(words)));
    }

    private Parameter within(Domain other) {
        return new Parameter(name, type, description, fallback, optional, other);
    }

    public boolean required() {
        return fallback.isEmpty() && !optional;
    }

    public static Parameter required(String name, Type type, String description) {
        return new Parameter(
                name,
                type,
                description,
                Optional.empty(),
                false,
                type == Type.TEXT ? new Domain.Something() : new Domain.Whatever());
    }

    public static Parameter optional(String name, Type type, String description) {
        return new Parameter(name, type, description, Optional.empty(), true, new Domain.Whatever());
    }

    public static Parameter withDefault(String name, Type type, String description, Object fallback) {
        return new Parameter(name, type, description, Optional.of(Value.of(fallback)), false, new Domain.Whatever());
    }
}
