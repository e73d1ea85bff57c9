package dev.runbook.core.runbook;

import dev.runbook.core.operation.Parameter;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A named value with a type: an input of a runbook, or an answer that a step asks people for.
///
/// @param description for people; may be empty
/// @param fallback what it is when nobody gives it; a field without one must be given
/// @param options the only values it may have; any of its type when empty
public record Field(
        String name, Parameter.Type type, String description, Optional<Template> fallback, List<Value> options) {
    public Field {
        options = List.copyOf(options);
    }

    /// What is wrong with a value, in a sentence; empty when the field takes it.
    public Optional<String> fault(Value value) {
        if (!type.accepts(value))
            return Optional.of(
                    "'" + name + "' must be " + type.name().toLowerCase(Locale.ROOT) + ", got " + value.display());
        if (!options.isEmpty() && !options.contains(value))
            return Optional.of("'" + name + "' must be one of "
                    + options.stream().map(Value::display).collect(Collectors.joining(", ")) + ", got "
                    + value.display());
        return Optional.empty();
    }

    /// Whether somebody must give it.
    public boolean required() {
        return fallback.isEmpty();
    }
}
