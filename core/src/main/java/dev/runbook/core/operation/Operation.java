package dev.runbook.core.operation;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.value.Shape;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Declares something a capability can do.
///
/// @param description one sentence for people
/// @param parameters in the order they are shown
/// @param effect what it does to the world
/// @param idempotent whether doing it twice is the same as doing it once, so that it may be repeated blindly
/// @param riskFloor the least risk that a runbook may give it
/// @param remedies the kinds of cause it can cure; empty for reads and for messages
/// @param target names the parameter that holds what is acted upon, for locks and approvals; empty when there
///     is none
/// @param result what it answers looks like
public record Operation(
        OperationName name,
        String description,
        List<Parameter> parameters,
        Effect effect,
        boolean idempotent,
        RiskLevel riskFloor,
        Set<CauseKind> remedies,
        Optional<String> target,
        Shape result) {

    public Operation {
        parameters = List.copyOf(parameters);
        remedies = Set.copyOf(remedies);
        var names = parameters.stream().map(Parameter::name).collect(Collectors.toSet());
        if (names.size() < parameters.size()) throw new IllegalArgumentException(name + ": a parameter is named twice");
        if (target.isPresent() && !names.contains(target.get()))
            throw new IllegalArgumentException(name + ": target '" + target.get() + "' is no parameter");
    }

    public Optional<Parameter> parameter(String wanted) {
        return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
    }

    /// What is wrong with these arguments, one sentence each; empty when they can be used.
    public List<String> faults(Value.Fields given) {
        return faults(given, Set.of());
    }

    /// As [#faults(Value.Fields)], while some arguments are still to come.
    ///
    /// @param toCome the names of those
    public List<String> faults(Value.Fields given, Set<String> toCome) {
        var faults = new ArrayList<String>();
        for (var argument : given.fields().entrySet()) {
            var parameter = parameter(argument.getKey());
            if (parameter.isEmpty()) {
                faults.add(unknown(argument.getKey()));
            } else if (!parameter.get().accepts(argument.getValue())) {
                faults.add(name + ": '" + argument.getKey() + "' must be "
                        + parameter.get().wanted() + ", got "
                        + shown(argument.getValue()));
            }
        }
        toCome.stream().filter(coming -> parameter(coming).isEmpty()).forEach(coming -> faults.add(unknown(coming)));
        for (var parameter : parameters)
            if (parameter.required() && given.get(parameter.name()).isEmpty() && !toCome.contains(parameter.name()))
                faults.add(name + " needs '" + parameter.name() + "': " + parameter.description());
        return List.copyOf(faults);
    }

    private String unknown(String parameter) {
        return name + " has no parameter '" + parameter + "'; it has "
                + parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    private static String shown(Value value) {
        return value.display().isBlank() ? "empty text" : value.display();
    }

    /// The arguments with defaults filled in.
    ///
    /// @throws IllegalArgumentException when [#faults] finds any
    public Arguments check(Value.Fields given) {
        var faults = faults(given);
        if (!faults.isEmpty()) throw new IllegalArgumentException(String.join("; ", faults));
        var all = new TreeMap<>(given.fields());
        for (var parameter : parameters)
            parameter.fallback().ifPresent(value -> all.putIfAbsent(parameter.name(), value));
        return new Arguments(new Value.Fields(all));
    }

    /// Whether it tells people or a service desk something and touches nothing else.
    public boolean isMessage() {
        return effect != Effect.READS
                && switch (name.capability()) {
                    case CHAT, PAGING, TICKETING, ISSUE_TRACKING -> true;
                    case MONITORING, COMPUTE, DEPLOYMENTS, MEMORY, KNOWLEDGE -> false;
                };
    }

    /// What these arguments act upon, such as `checkout` for `restart_service`; empty when the operation
    /// has no target.
    public Optional<String> targetOf(Value.Fields arguments) {
        return target.flatMap(arguments::get).map(Value::display);
    }
}
