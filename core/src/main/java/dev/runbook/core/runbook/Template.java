package dev.runbook.core.runbook;

import dev.runbook.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A value with holes, as a runbook writes it: `"{{ incident.host }}"`.
public sealed interface Template {

    /// Whether what it comes to depends on anything but itself.
    default boolean hasHoles() {
        return switch (this) {
            case Literal _ -> false;
            case Computed _ -> true;
            case Mixed(var parts) -> parts.stream().anyMatch(Template::hasHoles);
            case ListOf(var items) -> items.stream().anyMatch(Template::hasHoles);
            case MapOf(var fields) -> fields.values().stream().anyMatch(Template::hasHoles);
        };
    }

    /// As a runbook writes it, for people.
    default String source() {
        return switch (this) {
            case Literal(var value) -> value.display();
            case Computed(var expression) -> "{{ " + expression.source() + " }}";
            case Mixed(var parts) -> parts.stream().map(Template::source).collect(Collectors.joining());
            case ListOf(var items) -> items.stream().map(Template::source).collect(Collectors.joining(", ", "[", "]"));
            case MapOf(var fields) ->
                fields.entrySet().stream()
                        .map(field -> field.getKey() + ": " + field.getValue().source())
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    /// The expressions in its holes.
    default Stream<Expression> expressions() {
        return switch (this) {
            case Literal _ -> Stream.empty();
            case Computed(var expression) -> Stream.of(expression);
            case Mixed(var parts) -> parts.stream().flatMap(Template::expressions);
            case ListOf(var items) -> items.stream().flatMap(Template::expressions);
            case MapOf(var fields) -> fields.values().stream().flatMap(Template::expressions);
        };
    }

    /// No holes.
    record Literal(Value value) implements Template {}

    /// Exactly one hole and nothing around it; the value keeps its type.
    record Computed(Expression expression) implements Template {}

    /// Text around holes; the result is text. The parts are literals and computed ones.
    record Mixed(List<Template> parts) implements Template {
        public Mixed {
            parts = List.copyOf(parts);
        }
    }

    record ListOf(List<Template> items) implements Template {
        public ListOf {
            items = List.copyOf(items);
        }
    }

    record MapOf(Map<String, Template> fields) implements Template {
        /// No fields.
        public static final MapOf EMPTY = new MapOf(Map.of());

        public MapOf {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }
}
