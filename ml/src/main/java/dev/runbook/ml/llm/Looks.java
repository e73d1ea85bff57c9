package dev.runbook.ml.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.value.Value;
import dev.runbook.ml.llm.prompt.EvidenceText;
import dev.runbook.ml.llm.prompt.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The operations that only look, as tools of a model. Whatever could change something is not among them,
/// and the engine would not carry it out either. Questions of one turn are asked at the same time; the same
/// question is not asked twice. One thread at a time.
final class Looks implements Toolbox {

    private static final String READ = "read_evidence";

    /// How many characters a piece of evidence, and the answers of one turn together, may take.
    private static final int EACH = 4_000;

    private static final int TURN = 16_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Investigation investigation;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final List<Evidence> evidence;
    private final List<String> gaps = new ArrayList<>();
    private final Set<Investigation.Look> asked = new HashSet<>();

    /// @param known the evidence of the case so far
    Looks(Investigation investigation, List<Evidence> known) {
        this.investigation = investigation;
        evidence = new ArrayList<>(known);
        investigation.looks().stream()
                .filter(operation -> operation.effect() == Effect.READS)
                .forEach(operation -> operations.put(toolName(operation), operation));
    }

    /// The evidence of the case, with what was seen by the tools.
    List<Evidence> evidence() {
        return List.copyOf(evidence);
    }

    /// What could not be seen by the tools.
    List<String> gaps() {
        return List.copyOf(gaps);
    }

    private static String toolName(Operation operation) {
        return operation.name().toString().replace('.', '_');
    }

    @Override
    public List<ToolSpecification> tools() {
        if (operations.isEmpty()) return List.of();
        var tools = new ArrayList<ToolSpecification>();
        operations.forEach((name, operation) -> tools.add(ToolSpecification.builder()
                .name(name)
                .description(operation.description())
                .parameters(parameters(operation))
                .build()));
        tools.add(ToolSpecification.builder()
                .name(READ)
                .description("More of a piece of evidence, from a character on")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("evidence", "its id, such as ev-3")
                        .addIntegerProperty("from", "the character to begin with, 0 for the first")
                        .required("evidence")
                        .build())
                .build());
        return tools;
    }

    private static JsonObjectSchema parameters(Operation operation) {
        var schema = JsonObjectSchema.builder();
        for (var parameter : operation.parameters()) {
            switch (parameter.type()) {
                case TEXT, DURATION -> schema.addStringProperty(parameter.name(), parameter.description());
                case WHOLE -> schema.addIntegerProperty(parameter.name(), parameter.description());
                case NUMBER -> schema.addNumberProperty(parameter.name(), parameter.description());
                case TRUTH -> schema.addBooleanProperty(parameter.name(), parameter.description());
                case LIST, MAP -> {} // no look has one
            }
        }
        return schema.required(operation.parameters().stream()
                        .filter(Parameter::required)
                        .map(Parameter::name)
                        .toList())
                .build();
    }

    @Override
    public List<Result> use(List<ToolExecutionRequest> calls) throws InterruptedException {
        var looks = new LinkedHashMap<Integer, Investigation.Look>();
        var results = new TreeMap<Integer, Result>();
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            if (call.name().equals(READ)) results.put(i, read(call));
            else if (!operations.containsKey(call.name())) results.put(i, Result.unknown(call));
            else look(call, i, looks, results);
        }
        ask(looks, results);
        return List.copyOf(results.values());
    }

    private void look(
            ToolExecutionRequest call, int at, Map<Integer, Investigation.Look> looks, Map<Integer, Result> results) {
        var operation = Optional.ofNullable(operations.get(call.name())).orElseThrow();
        var given = arguments(call);
        var faults = given.map(operation::faults).orElseGet(() -> List.of("the arguments are no JSON object"));
        if (!faults.isEmpty()) results.put(at, new Result(String.join("; ", faults), true));
        else {
            var look = new Investigation.Look(
                    operation.name(), operation.check(given.orElseThrow()).values());
            if (asked.add(look)) looks.put(at, look);
            else results.put(at, new Result("this was asked before; see the evidence above", true));
        }
    }

    /// All at once, so that what does not depend on each other takes no longer than the slowest.
    private void ask(Map<Integer, Investigation.Look> looks, Map<Integer, Result> results) throws InterruptedException {
        if (looks.isEmpty()) return;
        var seen = investigation.ask(List.copyOf(looks.values()));
        evidence.addAll(seen.evidence());
        gaps.addAll(seen.gaps());
        int share = TURN / looks.size();
        looks.forEach((at, look) -> results.put(at, result(look, seen, share)));
    }

    private static Result result(Investigation.Look look, Investigation.Seen seen, int share) {
        var found = seen.evidence().stream()
                .filter(e -> e.query().operation().equals(look.operation().toString())
                        && e.query().parameters().equals(look.parameters()))
                .toList();
        var missing = seen.gaps().stream()
                .filter(gap -> gap.startsWith(look.operation().toString()))
                .toList();
        if (!found.isEmpty()) return new Result(EvidenceText.digests(found, EACH, share), false);
        return missing.isEmpty()
                ? new Result("nothing was found", false)
                : new Result(Quoted.data("what could not be looked at", String.join("\n", missing)), true);
    }

    private Result read(ToolExecutionRequest call) {
        var given = arguments(call).orElse(Value.Fields.NONE);
        var id = given.get("evidence").map(Value::display).orElse("");
        int from = given.get("from").orElse(new Value.Nothing()) instanceof Value.Whole(var number)
                ? Math.clamp(number, 0, Integer.MAX_VALUE)
                : 0;
        return evidence.stream()
                .filter(e -> e.id().id().equals(id))
                .findFirst()
                .map(EvidenceText::whole)
                .map(text -> from >= text.length()
                        ? new Result("there is no more of it", false)
                        : new Result(
                                Quoted.data(
                                        "evidence " + id + " from " + from,
                                        text.substring(from, Math.min(text.length(), from + EACH))),
                                false))
                .orElseGet(() -> new Result("there is no such evidence", true));
    }

    private static Optional<Value.Fields> arguments(ToolExecutionRequest call) {
        try {
            var node =
                    JSON.readTree(call.arguments() == null || call.arguments().isBlank() ? "{}" : call.arguments());
            if (!node.isObject()) return Optional.empty();
            var fields = new TreeMap<String, Value>();
            for (var member : node.properties())
                if (!member.getValue().isNull()) fields.put(member.getKey(), value(member.getValue()));
            return Optional.of(new Value.Fields(fields));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Value value(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) return Value.of(node.longValue());
        if (node.isNumber()) return Value.of(node.doubleValue());
        if (node.isBoolean()) return Value.of(node.booleanValue());
        return Value.text(node.isString() ? node.stringValue() : node.toString());
    }
}
