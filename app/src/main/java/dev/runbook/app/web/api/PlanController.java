package dev.runbook.app.web.api;

import dev.runbook.app.assembly.ConfigurationException;
import dev.runbook.app.assembly.RunbookText;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.view.ForecastView;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.runbook.Runbook;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Foresees what a runbook would do for an incident.
@RestController
@RequestMapping("/api/v1/incidents/{id}")
@Tag(name = "Incidents")
class PlanController {

    /// As many characters as a runbook may have.
    private static final int LONGEST_TEXT = 1_000_000;

    private final Backend backend;
    private final Desk desk;

    PlanController(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    @PostMapping("/plan")
    @Operation(
            summary = "Foresee a runbook",
            description = "What the runbook of this text would do for the incident as it stands: steps, parameters,"
                    + " risk, who would be asked and why, and what is not known yet. Nothing is changed; only with"
                    + " gather are the steps that look carried out. Needs the role responder.")
    ForecastView plan(@PathVariable String id, @RequestBody Bodies.Plan body) throws InterruptedException {
        var entries = desk.entries(Desk.id(id));
        var runbook = runbook(body);
        var incident = Evolution.replay(entries).orElseThrow();
        return ForecastView.of(backend.dryRun().of(incident, runbook, Boolean.TRUE.equals(body.gather())));
    }

    private static Runbook runbook(Bodies.Plan body) {
        var checks = new Checks();
        var file = checks.text("file", body.file(), 200);
        var text = body.text() == null ? "" : body.text();
        if (text.isBlank()) checks.wrong("text", "must be given: the YAML of a runbook");
        if (text.length() > LONGEST_TEXT)
            checks.wrong("text", "has " + text.length() + " characters, at most " + LONGEST_TEXT + " are taken");
        return checks.then(() -> {
            try {
                return RunbookText.read(file, text);
            } catch (ConfigurationException e) {
                checks.wrong("text", "is no runbook that can be used: " + e.getMessage());
                throw checks.refusal();
            }
        });
    }
}
