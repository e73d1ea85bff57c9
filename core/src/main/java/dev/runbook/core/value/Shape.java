package dev.runbook.core.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is known of a value before there is one: what the result of an operation looks like, what an
/// expression can come to. Anything that has a shape may also be missing, which is nothing.
public sealed interface Shape {

    /// Nothing is known.
    record Anything() implements Shape {}

    /// Text.
    ///
    /// @param options the only texts it can be; any text when empty
    record Text(List<String> options) implements Shape {
        public Text {
            options = List.copyOf(options);
        }
    }

    /// A number, whole or not.
    ///
    /// @param least the least that it can be
    /// @param most the most that it can be
    record Numeric(double least, double most) implements Shape {}

    /// True or false.
    record Truth() implements Shape {}

    /// A span of time, as expressions reckon with it; written down, it is text.
    record Span() implements Shape {}

    /// A point in time, as expressions reckon with it; written down, it is text.
    record Time() implements Shape {}

    /// Nothing at all.
    record Nothing() implements Shape {}

    /// A list.
    record Items(Shape item) implements Shape {}

    /// Values by name.
    ///
    /// @param fields what is known of each
    /// @param open whether there may be others
    record Fields(Map<String, Shape> fields, boolean open) implements Shape {
        public Fields {
            fields = Map.copyOf(fields);
        }
    }

    /// Nothing is known.
    static Shape anything() {
        return new Anything();
    }

    /// Any text.
    static Shape text() {
        return new Text(List.of());
    }

    /// Any number.
    static Shape number() {
        return new Numeric(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /// True or false.
    static Shape truth() {
        return new Truth();
    }

    /// Values by name, and no others.
    ///
    /// @param pairs name, shape, name, shape …
    static Fields fields(Object... pairs) {
        var fields = new LinkedHashMap<String, Shape>();
        for (int i = 0; i < pairs.length; i += 2) fields.put((String) pairs[i], (Shape) pairs[i + 1]);
        return new Fields(fields, false);
    }

    /// A list of values by name.
    static Items rows(Object... pairs) {
        return new Items(fields(pairs));
    }

    /// The shape of a value that is there.
    static Shape of(Value value) {
        return switch (value) {
            case Value.Text(var text) -> new Text(List.of(text));
            case Value.Whole _, Value.Real _ -> number();
            case Value.Truth _ -> truth();
            case Value.Nothing _ -> new Nothing();
            case Value.Items(var items) ->
                new Items(items.stream().map(Shape::of).reduce(Shape::either).orElse(anything()));
            case Value.Fields(var fields) -> {
                var shapes = new LinkedHashMap<String, Shape>();
                fields.forEach((name, field) -> shapes.put(name, of(field)));
                yield new Fields(shapes, false);
            }
        };
    }

    /// What is known of a value that has one of two shapes.
    static Shape either(Shape one, Shape other) {
        if (one.equals(other) || other instanceof Nothing) return one;
        if (one instanceof Nothing) return other;
        return switch (one) {
            case Text(var some)
            when other instanceof Text(var more) && !some.isEmpty() && !more.isEmpty() ->
                new Text(Stream.concat(some.stream(), more.stream()).distinct().toList());
            case Text _ when other instanceof Text -> text();
            case Numeric _ when other instanceof Numeric -> number();
            case Items(var item) when other instanceof Items(var another) -> new Items(either(item, another));
            case Fields(var some, var open)
            when other instanceof Fields(var more, var alsoOpen) -> {
                var all = new LinkedHashMap<>(some);
                more.forEach((name, shape) -> all.merge(name, shape, Shape::either));
                yield new Fields(all, open || alsoOpen);
            }
            case Anything _, Text _, Numeric _, Truth _, Span _, Time _, Nothing _, Items _, Fields _ -> anything();
        };
    }

    /// What it is called in messages; empty when nothing is known.
    default Optional<String> kind() {
        return switch (this) {
            case Anything _ -> Optional.empty();
            case Text _ -> Optional.of("text");
            case Numeric _ -> Optional.of("a number");
            case Truth _ -> Optional.of("true or false");
            case Span _ -> Optional.of("a span of time");
            case Time _ -> Optional.of("a point in time");
            case Nothing _ -> Optional.of("nothing");
            case Items _ -> Optional.of("a list");
            case Fields _ -> Optional.of("values by name");
        };
    }
}
