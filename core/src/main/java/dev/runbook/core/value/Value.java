package dev.runbook.core.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A value of a runbook: a parameter, the output of a step, the result of an expression. The shapes are
/// those of JSON, with whole and real numbers told apart because CEL does.
public sealed interface Value {

    /// Text, possibly empty.
    record Text(String text) implements Value {}

    /// A whole number.
    record Whole(long number) implements Value {}

    /// A real number; never NaN or infinite, which JSON cannot say.
    record Real(double number) implements Value {
        public Real {
            if (!Double.isFinite(number)) throw new IllegalArgumentException("not a finite number: " + number);
            // JSON has one zero; with two, a plan read back from the journal would differ from itself.
            if (number == 0) number = 0;
        }
    }

    /// True or false.
    record Truth(boolean truth) implements Value {}

    /// Values in order.
    record Items(List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// Named values, kept in the order of their names.
    record Fields(Map<String, Value> fields) implements Value {
        /// No fields.
        public static final Fields NONE = new Fields(Map.of());

        public Fields {
            fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
        }

        /// The field of this name.
        public Optional<Value> get(String name) {
            return Optional.ofNullable(fields.get(name));
        }

        /// These fields and those of `more`; `more` wins where both name a field.
        public Fields with(Map<String, Value> more) {
            var all = new TreeMap<>(fields);
            all.putAll(more);
            return new Fields(all);
        }
    }

    /// The null of JSON.
    record Nothing() implements Value {}

    static Text text(String text) {
        return new Text(text);
    }

    /// Turns plain Java into a value: null, strings, numbers, booleans, instants and durations (as ISO-8601
    /// text), lists and maps.
    ///
    /// @throws IllegalArgumentException for anything else
    static Value of(@Nullable Object plain) {
        return switch (plain) {
            case null -> new Nothing();
            case Value value -> value;
            case CharSequence text -> new Text(text.toString());
            case Boolean truth -> new Truth(truth);
            case Byte number -> new Whole(number);
            case Short number -> new Whole(number);
            case Integer number -> new Whole(number);
            case Long number -> new Whole(number);
            case BigInteger number -> new Whole(number.longValueExact());
            case Float number -> new Real(number);
            case Double number -> new Real(number);
            case BigDecimal number -> new Real(number.doubleValue());
            case Instant time -> new Text(time.toString());
            case Duration span -> new Text(span.toString());
            case Enum<?> constant -> new Text(constant.name().toLowerCase(java.util.Locale.ROOT));
            case Iterable<?> many -> {
                var items = new ArrayList<Value>();
                many.forEach(item -> items.add(of(item)));
                yield new Items(items);
            }
            case Map<?, ?> map -> {
                var fields = new TreeMap<String, Value>();
                map.forEach((name, value) -> fields.put(String.valueOf(name), of(value)));
                yield new Fields(fields);
            }
            default -> throw new IllegalArgumentException("no runbook value for " + plain.getClass());
        };
    }

    /// Fields from names and values in turn: `Value.fields("host", "web-1", "limit", 10)`.
    static Fields fields(@Nullable Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) throw new IllegalArgumentException("a name without a value");
        var fields = new TreeMap<String, Value>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            fields.put(String.valueOf(namesAndValues[i]), of(namesAndValues[i + 1]));
        return new Fields(fields);
    }

    /// The plain Java form: the inverse of [#of(Object)] for JSON's shapes; maps keep the order of their names.
    default @Nullable Object plain() {
        return switch (this) {
            case Text(var text) -> text;
            case Whole(var number) -> number;
            case Real(var number) -> number;
            case Truth(var truth) -> truth;
            case Nothing _ -> null;
            case Items(var items) -> {
                var plain = new ArrayList<@Nullable Object>();
                for (var item : items) plain.add(item.plain());
                yield plain;
            }
            case Fields(var fields) -> {
                var plain = new LinkedHashMap<String, @Nullable Object>();
                fields.forEach((name, value) -> plain.put(name, value.plain()));
                yield plain;
            }
        };
    }

    /// How the value reads inside a sentence or a command: text as it is, everything else as JSON.
    default String display() {
        return this instanceof Text(var text) ? text : Json.write(this);
    }
}
