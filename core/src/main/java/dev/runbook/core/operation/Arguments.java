package dev.runbook.core.operation;

import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.Optional;

/// Checked arguments of one call: every required one is there, every type is right, defaults are filled in.
public record Arguments(Value.Fields values) {

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> new IllegalArgumentException("no argument '" + name + "'"));
    }

    public Optional<String> optionalText(String name) {
        return values.get(name).map(value -> value instanceof Value.Text(var text) ? text : value.display());
    }

    public int whole(String name) {
        return switch (values.get(name).orElseThrow(() -> new IllegalArgumentException("no argument '" + name + "'"))) {
            case Value.Whole(var number) -> Math.toIntExact(number);
            case Value other ->
                throw new IllegalArgumentException("argument '" + name + "' is no whole number: " + other);
        };
    }

    public Value.Fields fields(String name) {
        return switch (values.get(name).orElseThrow(() -> new IllegalArgumentException("no argument '" + name + "'"))) {
            case Value.Fields fields -> fields;
            case Value other -> throw new IllegalArgumentException("argument '" + name + "' is no map: " + other);
        };
    }

    public Duration duration(String name) {
        return Durations.parse(text(name))
                .orElseThrow(
                        () -> new IllegalArgumentException("argument '" + name + "' is no duration: " + text(name)));
    }
}
