package dev.runbook.core.runbook;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A versioned written procedure. It never runs itself; an incident runs one version of it.
///
/// @param id its name in the library
/// @param name its title for people
/// @param description what it is for; may be empty
/// @param trigger the condition on metrics under which it applies, such as `cpu_usage > 90`
/// @param severity how bad a problem is that calls for it
/// @param phrases words and alert names it is found by, besides its title and steps; may be empty
/// @param steps in order; never empty, ids unique and none of [StepId#RESERVED]
/// @param source the YAML it was read from; an incident keeps it, so that a changed file changes no running
///     incident
public record Runbook(
        RunbookId id,
        String name,
        String description,
        Optional<Expression> trigger,
        Severity severity,
        List<String> phrases,
        List<Step> steps,
        String source) {

    public Runbook {
        phrases = List.copyOf(phrases);
        steps = List.copyOf(steps);
        if (steps.isEmpty()) throw new IllegalArgumentException("runbook " + id + " has no steps");
        var ids = steps.stream().map(Step::id).collect(Collectors.toSet());
        if (ids.size() < steps.size()) throw new IllegalArgumentException("runbook " + id + " names a step twice");
        for (var step : ids)
            if (StepId.RESERVED.contains(step))
                throw new IllegalArgumentException(
                        "runbook " + id + " has a step '" + step + "', a name that the engine uses itself");
    }

    /// The version: the digest of the source.
    public Digest digest() {
        return Digest.of(source);
    }

    public Optional<Step> step(StepId wanted) {
        return steps.stream().filter(s -> s.id().equals(wanted)).findFirst();
    }
}
