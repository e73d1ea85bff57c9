package dev.runbook.app.assembly;

import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One operation that an operator asks for outside of any incident, as the report and the runbook of an
/// incident of its own. The runbook names the operation's least risk, so the policy decides as it does for
/// every other action.
///
/// @param report what was asked for, for people
/// @param runbook one step that does it, and no look whether it helped: nobody said against what
public record OperatorCall(ProblemReport report, Runbook runbook) {

    /// @param reason why, for people; may be empty
    /// @throws ConfigurationException when the operation only looks, or the parameters are not its own
    public static OperatorCall of(Operation operation, Value.Fields parameters, String environment, String reason) {
        var json = checked(operation, parameters);
        var words = "An operator asked for " + operation.name() + " " + json + (reason.isBlank() ? "" : ": " + reason);
        var report = new ProblemReport(
                words.length() <= ProblemReport.MAX_TEXT ? words : words.substring(0, ProblemReport.MAX_TEXT),
                name(parameters, "host"),
                name(parameters, "service").or(() -> name(parameters, "database")),
                environment,
                List.of(),
                Map.of());
        return new OperatorCall(report, runbook(operation, json));
    }

    /// The same, in words of its own and about what is known already.
    ///
    /// @throws ConfigurationException when the operation only looks, or the parameters are not its own
    public static OperatorCall of(Operation operation, Value.Fields parameters, ProblemReport report) {
        return new OperatorCall(report, runbook(operation, checked(operation, parameters)));
    }

    private static String checked(Operation operation, Value.Fields parameters) {
        if (operation.effect() == Effect.READS)
            throw new ConfigurationException(operation.name() + " only looks; it needs no incident");
        var faults = operation.faults(parameters);
        if (!faults.isEmpty()) throw new ConfigurationException(String.join("; ", faults));
        var json = Json.write(parameters);
        if (json.contains("{{"))
            throw new ConfigurationException("a parameter has {{, which begins an expression; it is taken as it is");
        return json;
    }

    private static Runbook runbook(Operation operation, String parameters) {
        return RunbookText.read(IncidentDesk.INSTRUCTION + ".yaml", text(operation, parameters));
    }

    private static Optional<String> name(Value.Fields parameters, String parameter) {
        return parameters.get(parameter).map(Value::display).filter(name -> !name.isBlank());
    }

    /// JSON is YAML, so parameters are written as they are.
    private static String text(Operation operation, String parameters) {
        return """
        id: %s
        name: An operator's call
        severity: low
        description: One operation that an operator asked for.
        steps:
          - id: call
            action: execute
            description: what the operator asked for
            integration: %s
            method: %s
            params: %s
            risk_level: %s
            success: "true"
            settle: 1s
        """.formatted(
                        IncidentDesk.INSTRUCTION,
                        operation.name().capability().key(),
                        operation.name().method(),
                        parameters,
                        operation.riskFloor().key());
    }
}
