package dev.runbook.language.cel;

import dev.cel.common.values.NullValue;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Values as CEL sees them, and back.
final class CelValues {

    /// The most parts a result may have; an expression can write a value that shares its parts a million times
    /// over.
    private static final int MAX_PARTS = 10_000;

    private int parts;

    private CelValues() {}

    static Object toCel(Value value) {
        return switch (value) {
            case Value.Text(var text) -> text;
            case Value.Whole(var number) -> number;
            case Value.Real(var number) -> number;
            case Value.Truth(var truth) -> truth;
            case Value.Nothing _ -> NullValue.NULL_VALUE;
            case Value.Items(var items) -> items.stream().map(CelValues::toCel).toList();
            case Value.Fields(var fields) -> {
                var map = new LinkedHashMap<String, Object>();
                fields.forEach((name, field) -> map.put(name, toCel(field)));
                yield map;
            }
        };
    }

    /// The value of a result.
    ///
    /// @throws IllegalArgumentException when runbooks have no such value; the message completes "the result …"
    static Value ofCel(@Nullable Object result) {
        return new CelValues().value(result);
    }

    private Value value(@Nullable Object result) {
        if (++parts > MAX_PARTS) throw new IllegalArgumentException("has more than " + MAX_PARTS + " parts");
        return switch (result) {
            case null -> new Value.Nothing();
            case NullValue _ -> new Value.Nothing();
            case String text -> new Value.Text(text);
            case Long number -> new Value.Whole(number);
            case Double number -> new Value.Real(finite(number));
            case Number unsigned -> new Value.Whole(whole(unsigned));
            case Boolean truth -> new Value.Truth(truth);
            case Duration span -> Value.of(span);
            case Instant time -> Value.of(time);
            case List<?> list -> {
                var items = new ArrayList<Value>();
                for (var item : list) items.add(value(item));
                yield new Value.Items(items);
            }
            case Map<?, ?> map -> {
                var fields = new TreeMap<String, Value>();
                for (var field : map.entrySet()) {
                    if (!(field.getKey() instanceof String name))
                        throw new IllegalArgumentException("has the key " + field.getKey() + ", and keys must be text");
                    fields.put(name, value(field.getValue()));
                }
                yield new Value.Fields(fields);
            }
            default -> throw new IllegalArgumentException("is no value that a runbook can use");
        };
    }

    private static long whole(Number unsigned) {
        if (unsigned.longValue() < 0) throw new IllegalArgumentException("is too large: " + unsigned);
        return unsigned.longValue();
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) throw new IllegalArgumentException("is no finite number, but " + number);
        return number;
    }
}
