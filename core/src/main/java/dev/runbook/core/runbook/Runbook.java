package dev.runbook.core.runbook;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A versioned written procedure. It never runs itself; an incident runs one version of it.
///
/// @param id its name in the library
/// @param about what it says about itself
/// @param applicability when it is the right one
/// @param inputs what it must be given; one that asks for something without a default is only called by others
/// @param vars values that its steps share, as templates of the incident, the inputs and the vars before them
/// @param steps in order; never empty, ids unique and none of [StepId#RESERVED]
/// @param source the YAML it was read from; an incident keeps it, so that a changed file changes no running
///     incident
public record Runbook(
        RunbookId id,
        About about,
        Applicability applicability,
        List<Field> inputs,
        Template.MapOf vars,
        List<Step> steps,
        String source) {

    public Runbook {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        if (steps.isEmpty()) throw new IllegalArgumentException("runbook " + id + " has no steps");
        var ids = steps.stream().map(Step::id).collect(Collectors.toSet());
        if (ids.size() < steps.size()) throw new IllegalArgumentException("runbook " + id + " names a step twice");
        for (var step : ids)
            if (StepId.RESERVED.contains(step))
                throw new IllegalArgumentException(
                        "runbook " + id + " has a step '" + step + "', a name that the engine uses itself");
    }

    /// A runbook without inputs and vars.
    public static Runbook of(RunbookId id, About about, Applicability applicability, List<Step> steps, String source) {
        return new Runbook(id, about, applicability, List.of(), Template.MapOf.EMPTY, steps, source);
    }

    /// Its title for people.
    public String name() {
        return about.name();
    }

    /// What it is for; may be empty.
    public String description() {
        return about.description();
    }

    /// The condition on metrics under which it applies.
    public Optional<Expression> trigger() {
        return applicability.trigger();
    }

    /// How bad a problem is that calls for it.
    public Severity severity() {
        return applicability.severity();
    }

    /// Words and alert names it is found by, besides its title and steps; may be empty.
    public List<String> phrases() {
        var match = applicability.match();
        return Stream.concat(match.phrases().stream(), match.alerts().stream()).toList();
    }

    /// Whether an incident can begin with it: nothing must be given to it.
    public boolean standsAlone() {
        return inputs.stream().noneMatch(Field::required);
    }

    /// The version: the digest of the source.
    public Digest digest() {
        return Digest.of(source);
    }

    public Optional<Step> step(StepId wanted) {
        return steps.stream().filter(s -> s.id().equals(wanted)).findFirst();
    }
}
