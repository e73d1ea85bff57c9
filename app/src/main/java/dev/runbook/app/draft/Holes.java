package dev.runbook.app.draft;

import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Puts holes where a recorded incident had values of its own: the host and the service of the report, what the
/// decision named, and for what is left an input. One thread at a time.
final class Holes {

    private final Optional<String> host;
    private final Optional<String> service;
    private final String decision;
    private final Value.Fields bindings;
    private final Set<String> components;
    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final Map<String, Value> used = new TreeMap<>();

    /// An input of the draft.
    ///
    /// @param value what it was in the incident
    record Input(Parameter.Type type, String of, Value value) {}

    Holes(Cure cure, String decision) {
        this.decision = decision;
        bindings = cure.bindings();
        components = cure.components();
        host = cure.report().host().or(() -> named(cure, "host"));
        service = cure.report().service().or(() -> named(cure, "service"));
    }

    /// What the first change called so, unless the decision named it.
    private static Optional<String> named(Cure cure, String parameter) {
        return cure.deeds().stream()
                .flatMap(deed -> deed.plan().parameters().get(parameter).stream())
                .filter(value -> !cure.bindings().fields().containsValue(value))
                .map(Value::display)
                .findFirst();
    }

    /// The host that `incident.host` stands for.
    Optional<String> host() {
        return host;
    }

    /// The service that `incident.service` stands for.
    Optional<String> service() {
        return service;
    }

    /// What the decision must name, as the draft uses it.
    Value.Fields used() {
        return new Value.Fields(used);
    }

    /// The inputs there are so far, by name, in the order they came up.
    Map<String, Input> inputs() {
        return inputs;
    }

    /// The parameters of a look: names become holes or inputs, and what else it asked for stays.
    Value.Fields look(String step, Operation operation, Value.Fields parameters) {
        var holes = new LinkedHashMap<String, Value>();
        for (var parameter : operation.parameters())
            parameters
                    .get(parameter.name())
                    .filter(value -> !parameter.fallback().filter(value::equals).isPresent())
                    .ifPresent(value -> holes.put(
                            parameter.name(),
                            isComponent(value) ? input(step, operation, parameter, value) : inText(value)));
        return new Value.Fields(holes);
    }

    /// Words with the names of host and service as holes.
    String words(String text) {
        return inText(Value.text(text)).display();
    }

    /// Whether it names something that was seen, and is neither the host nor the service in question.
    private boolean isComponent(Value value) {
        return value instanceof Value.Text(var text)
                && components.contains(text)
                && !isHost(value)
                && !isService(value);
    }

    /// The parameters of a change: nothing of the incident stays a constant.
    Value.Fields change(String step, Operation operation, Value.Fields parameters) {
        var holes = new LinkedHashMap<String, Value>();
        for (var parameter : operation.parameters())
            parameters
                    .get(parameter.name())
                    .filter(value -> !parameter.fallback().filter(value::equals).isPresent())
                    .ifPresent(value -> holes.put(parameter.name(), changed(step, operation, parameter, value)));
        return new Value.Fields(holes);
    }

    private Value changed(String step, Operation operation, Parameter parameter, Value value) {
        var name = parameter.name();
        if (name.equals("host") && isHost(value)) return hole("incident.host");
        var bound = binding(name, value);
        if (bound.isPresent()) {
            used.put(bound.get(), value);
            return hole(decision + "." + bound.get());
        }
        if (isHost(value)) return hole("incident.host");
        if (isService(value)) return hole("incident.service");
        var text = inText(value);
        return text.equals(escaped(value)) ? input(step, operation, parameter, value) : text;
    }

    private boolean isHost(Value value) {
        return host.filter(value.display()::equals).isPresent();
    }

    private boolean isService(Value value) {
        return service.filter(value.display()::equals).isPresent();
    }

    /// What the decision calls this value: by the parameter's name, or any name of a text.
    private Optional<String> binding(String parameter, Value value) {
        for (var name : new String[] {"target_" + parameter, parameter})
            if (bindings.get(name).filter(value::equals).isPresent()) return Optional.of(name);
        return bindings.fields().entrySet().stream()
                .filter(binding ->
                        value instanceof Value.Text && binding.getValue().equals(value))
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith("target_"))
                .findFirst();
    }

    private Value input(String step, Operation operation, Parameter parameter, Value value) {
        for (var input : inputs.entrySet())
            if (isComponent(value)
                    && input.getValue().value().equals(value)
                    && input.getValue().type() == parameter.type()) return hole("inputs." + input.getKey());
        var name = inputs.containsKey(parameter.name())
                        && !inputs.get(parameter.name()).value().equals(value)
                ? step + "_" + parameter.name()
                : parameter.name();
        inputs.putIfAbsent(name, new Input(parameter.type(), operation.name() + ": " + parameter.description(), value));
        return hole("inputs." + name);
    }

    /// A text with the names of host and service as holes; whatever is no text stays as it is.
    private Value inText(Value value) {
        if (isHost(value)) return hole("incident.host");
        if (isService(value)) return hole("incident.service");
        if (!(escaped(value) instanceof Value.Text(var text))) return value;
        var holes = text;
        if (host.isPresent()) holes = holes.replace(host.get(), "{{ incident.host }}");
        if (service.isPresent()) holes = holes.replace(service.get(), "{{ incident.service }}");
        return Value.text(holes);
    }

    private static Value escaped(Value value) {
        return value instanceof Value.Text(var text) ? Value.text(text.replace("{{", "{{ '{{' }}")) : value;
    }

    private static Value hole(String expression) {
        return Value.text("{{ " + expression + " }}");
    }
}
