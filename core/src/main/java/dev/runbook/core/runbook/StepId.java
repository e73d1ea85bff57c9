package dev.runbook.core.runbook;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names a step within its runbook. Later steps refer to its output by this name, so it is a valid CEL
/// identifier.
public record StepId(String id) implements Comparable<StepId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    /// Names that no step of a runbook can have, because the engine uses them beside the steps.
    public static final Set<StepId> RESERVED = Stream.of(
                    "survey",
                    "investigation",
                    "verification",
                    "last_look",
                    "incident",
                    "inputs",
                    "vars",
                    "item",
                    "result")
            .map(StepId::new)
            .collect(Collectors.toUnmodifiableSet());

    public StepId {
        if (!SHAPE.matcher(id).matches()) throw new IllegalArgumentException("not a step id: " + id);
    }

    @Override
    public int compareTo(StepId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
