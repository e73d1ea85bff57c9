package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.Stage;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.core.incident.Actor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Plays simulated incidents.
@RestController
@RequestMapping("/api/v1/scenarios")
@Tag(name = "Scenarios", description = "Simulated incidents, in mock mode")
class ScenarioController {

    private final Backend backend;
    private final Desk desk;

    ScenarioController(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    /// One scenario.
    record ScenarioView(String name, String title, String description, String report) {
        static ScenarioView of(Stage.Play play) {
            return new ScenarioView(
                    play.name(), play.title(), play.description(), play.report().text());
        }
    }

    @GetMapping
    @Operation(summary = "List scenarios", description = "What can be played; empty outside mock mode.")
    List<ScenarioView> list() {
        return backend.stage().plays().stream().map(ScenarioView::of).toList();
    }

    @PostMapping("/{name}/start")
    @Operation(
            summary = "Play a scenario",
            description = "Starts its simulated world and reports its problem in your name. Needs the role responder.",
            responses = @ApiResponse(responseCode = "201", description = "The incident, at its address"))
    ResponseEntity<IncidentView> start(@PathVariable String name, Principal who) {
        var play = backend.stage()
                .find(name)
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND, "There is no scenario '" + name + "'; /api/v1/scenarios lists them"));
        var incident = backend.desk().report(play.report(), new Actor.Operator(who.getName()));
        return ResponseEntity.created(URI.create("/api/v1/incidents/" + incident.id()))
                .body(desk.view(incident.id()));
    }
}
