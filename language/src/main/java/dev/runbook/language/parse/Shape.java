package dev.runbook.language.parse;

import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The keys that a mapping has.
record Shape(List<Key<?>> keys) {
    Shape {
        keys = List.copyOf(keys);
    }

    static Shape of(Key<?>... keys) {
        return new Shape(List.of(keys));
    }

    /// These keys and more.
    Shape and(Key<?>... more) {
        return new Shape(Stream.concat(keys.stream(), Stream.of(more)).toList());
    }

    List<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    boolean has(String name) {
        return names().contains(name);
    }

    /// As JSON Schema.
    ///
    /// @param fixed keys of which only one value is meant
    Value.Fields schema(Map<String, String> fixed) {
        var properties = new LinkedHashMap<String, Value>();
        var required = new ArrayList<String>();
        for (var key : keys) {
            var schema = fixed.containsKey(key.name())
                    ? Value.fields("const", fixed.get(key.name()))
                    : key.kind().schema();
            properties.put(key.name(), schema.with(Map.of("description", Value.text(key.about()))));
            if (key.required().isPresent()) required.add(key.name());
        }
        var object = Value.fields(
                "type", "object", "properties", new Value.Fields(properties), "additionalProperties", false);
        return required.isEmpty() ? object : object.with(Map.of("required", Value.of(required)));
    }
}
