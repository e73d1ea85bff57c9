package dev.runbook.app.web.api;

import dev.runbook.app.assembly.ConfigurationException;
import dev.runbook.app.assembly.OperatorCall;
import dev.runbook.app.security.Reach;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.value.Value;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes in that an operator wants one operation done.
@RestController
@RequestMapping("/api/v1/calls")
@Tag(name = "Library")
class CallController {

    private final Backend backend;
    private final Desk desk;
    private final Targets targets;

    CallController(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
        targets = new Targets(backend.provider());
    }

    @PostMapping
    @Operation(
            summary = "Ask for one operation",
            description =
                    "Asks for an operation that changes something, outside of any problem. It becomes an incident of"
                            + " its own, in which policy, approvals and the governor decide as about every other action."
                            + " Needs the role responder.",
            responses = @ApiResponse(responseCode = "201", description = "The incident, at its address"))
    ResponseEntity<IncidentView> call(@RequestBody Bodies.Call body, Authentication who) {
        var call = asked(body);
        var place = place(call.report());
        if (!Reach.reaches(who.getAuthorities(), place))
            throw new ProblemException(
                    Problem.FORBIDDEN, "what " + body.operation() + " acts on is out of " + who.getName() + "'s reach");
        refuseStrangers(body, call.report());
        var incident = backend.desk().instruct(call.report(), call.runbook(), new Actor.Operator(who.getName()));
        return ResponseEntity.created(URI.create("/api/v1/incidents/" + incident.id()))
                .body(desk.view(incident.id()));
    }

    /// Refuses what would be asked of people though no source knows what it would be done to.
    private void refuseStrangers(Bodies.Call body, ProblemReport report) {
        var checks = new Checks();
        backend.provider().catalogue().all().stream()
                .filter(operation -> operation.name().toString().equals(body.operation()))
                .findFirst()
                .flatMap(operation -> targets.objection(operation, parameters(body), labels(report)))
                .ifPresent(objection -> {
                    checks.wrong("parameters", objection);
                    throw checks.refusal();
                });
    }

    private Map<String, String> labels(ProblemReport report) {
        return backend.desk().complete(report).labels();
    }

    private OperatorCall asked(Bodies.Call body) {
        var checks = new Checks();
        var name = checks.text("operation", body.operation(), 100);
        var reason = checks.optionalText("reason", body.reason(), 1000).orElse("");
        var where = checks.optionalText("environment", body.environment(), 100).orElse("production");
        var known = backend.provider().catalogue().all().stream()
                .filter(operation -> operation.name().toString().equals(name))
                .findFirst();
        if (known.isEmpty()) checks.wrong("operation", "cannot be '" + name + "'; /api/v1/operations lists them");
        return checks.then(() -> {
            try {
                var call = OperatorCall.of(known.orElseThrow(), parameters(body), where, reason);
                return new OperatorCall(inWorld(call.report(), body.scenario(), checks), call.runbook());
            } catch (ConfigurationException | IllegalArgumentException e) {
                checks.wrong("parameters", String.valueOf(e.getMessage()));
                throw checks.refusal();
            }
        });
    }

    private static Value.Fields parameters(Bodies.Call body) {
        return body.parameters() != null && Value.of(body.parameters()) instanceof Value.Fields given
                ? given
                : Value.Fields.NONE;
    }

    private ProblemReport inWorld(
            ProblemReport report, @org.jspecify.annotations.Nullable String scenario, Checks checks) {
        if (scenario == null || scenario.isBlank()) return report;
        var play = backend.stage().find(scenario);
        if (play.isEmpty()) {
            checks.wrong("scenario", "cannot be '" + scenario + "'");
            throw checks.refusal();
        }
        var placed = report;
        for (var label : Map.copyOf(play.get().report().labels()).entrySet())
            placed = placed.labelled(label.getKey(), label.getValue());
        return placed;
    }

    private static Reach.Place place(ProblemReport report) {
        return new Reach.Place(report.service().stream().collect(Collectors.toSet()), report.environment());
    }
}
