package dev.runbook.cli;

import dev.runbook.app.assembly.ScenarioFolder;
import dev.runbook.app.assembly.Vendors;
import dev.runbook.cli.remote.Server;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.Worlds;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Calls one operation of an integration. What reads is called at once; a change is asked of a running
/// server, where it becomes an incident of its own.
@Command(
        name = "call",
        description = "Call one operation: what reads is answered, a change is asked of the server.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it was answered, be it with nothing, or is asked for",
            "1:it was not answered, or may not be called"
        })
final class CallCommand implements Callable<Integer> {

    /// Whoever asks outside of any incident.
    private static final IncidentId NOBODY = new IncidentId("INC-0");

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", paramLabel = "OPERATION", description = "Such as monitoring.get_logs.")
    private String name = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME=VALUE", description = "Its parameters.")
    private List<String> given = List.of();

    @Option(names = "--scenario", description = "The simulated world that is asked (mock mode).")
    private @Nullable String scenario;

    @Option(names = "--of", paramLabel = "NAME", description = "Ask only this integration, such as aws.")
    private @Nullable String of;

    @Option(names = "--environment", description = "Where a change is done; production unless said.")
    private @Nullable String environment;

    @Option(names = "--reason", description = "Why a change is wanted; kept in the journal.")
    private @Nullable String reason;

    @Mixin
    private Server server = new Server();

    @Override
    public Integer call() throws InterruptedException {
        var operation = operation();
        if (operation.effect() != Effect.READS) return ask(operation);
        var arguments = operation.check(arguments(operation));
        var only = Optional.ofNullable(of)
                .map(one -> IntegrationsCommand.named(one).getFirst().name());
        var configuration = Settings.read(Map.of());
        var clock = InstantSource.system();
        try (var vendors = new Vendors(configuration, clock)) {
            var worlds =
                    new Worlds(new ScenarioFolder(configuration.scenarios()).all(), clock, EffectLedger.inMemory());
            var all = vendors.registry(worlds);
            var registry = only.map(all::only).orElse(all);
            var labels = scenario == null ? Map.<String, String>of() : Map.of(Scenario.LABEL, scenario);
            var context = new CallContext(NOBODY, labels, configuration.callTimeout());
            return tell(
                    registry.sourceOf(operation.name().capability()),
                    registry.observe(operation.name(), arguments, context));
        }
    }

    private Operation operation() {
        return Operations.CATALOGUE.all().stream()
                .filter(operation -> operation.name().toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Complaint("there is no operation '" + name + "'; `runbook operations` lists them all"));
    }

    /// A change is asked of a running server, where policy, people, governor and journal have their say.
    private int ask(Operation operation) {
        var body = JsonMapper.shared().createObjectNode().put("operation", name);
        body.set("parameters", JsonMapper.shared().readTree(Json.write(arguments(operation))));
        if (environment != null) body.put("environment", environment);
        if (scenario != null) body.put("scenario", scenario);
        if (reason != null) body.put("reason", reason);
        var incident = server.post("/calls", body);
        var id = incident.path("id").asString();
        output.print(
                incident,
                () -> operation.name() + " " + operation.effect().name().toLowerCase(Locale.ROOT)
                        + " something, so it is asked for as " + id + ", under policy, approval and journal. Follow it"
                        + " with: runbook show " + id + " --watch");
        return 0;
    }

    private Value.Fields arguments(Operation operation) {
        var values = new TreeMap<String, Value>();
        for (var one : given) {
            int equals = one.indexOf('=');
            if (equals < 1) throw new Complaint("'" + one + "' is no parameter; write it as name=value");
            var parameter = one.substring(0, equals);
            var type = operation.parameter(parameter).map(Parameter::type).orElse(Parameter.Type.TEXT);
            if (values.put(parameter, value(parameter, type, one.substring(equals + 1))) != null)
                throw new Complaint("'" + parameter + "' is given twice; give it once");
        }
        var arguments = new Value.Fields(values);
        var faults = operation.faults(arguments);
        if (!faults.isEmpty()) throw new Complaint(String.join("\n", faults));
        return arguments;
    }

    private static Value value(String parameter, Parameter.Type type, String text) {
        return switch (type) {
            case TEXT, DURATION -> Value.text(text);
            case WHOLE, NUMBER, TRUTH, LIST, MAP -> {
                try {
                    yield Value.of(JsonMapper.shared().readValue(text, Object.class));
                } catch (JacksonException _) {
                    throw new Complaint("'" + parameter + "' must be "
                            + type.name().toLowerCase(Locale.ROOT) + ", got '" + text + "'");
                }
            }
        };
    }

    private int tell(String source, Observation observation) {
        var json = JsonMapper.shared().createObjectNode().put("operation", name).put("source", source);
        return switch (observation) {
            case Observation.Found(var contents, var answer, var gaps, var _) -> {
                json.put("answer", "found").put("evidence", contents.size());
                put(json, answer);
                var missing = json.putArray("gaps");
                gaps.forEach(missing::add);
                output.print(
                        json,
                        () -> pretty(answer)
                                + String.join(
                                        "",
                                        gaps.stream()
                                                .map(gap -> "\nNot all: " + gap + ".")
                                                .toList()));
                yield 0;
            }
            case Observation.NothingFound(var answer) -> {
                json.put("answer", "nothing_found");
                put(json, answer);
                output.print(json, () -> source + " found nothing.");
                yield 0;
            }
            case Observation.CouldNotLook(var reason, var retryable) -> {
                json.put("answer", "could_not_look").put("reason", reason).put("retryable", retryable);
                output.print(json, () -> "Could not look: " + reason + ".");
                yield 1;
            }
        };
    }

    private static void put(ObjectNode json, Value answer) {
        json.set("output", JsonMapper.shared().readTree(Json.write(answer)));
    }

    private static String pretty(Value answer) {
        return JsonMapper.shared()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(JsonMapper.shared().readTree(Json.write(answer)));
    }
}
