package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.core.incident.Actor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes in that people know better.
@RestController
@RequestMapping("/api/v1/incidents/{id}/corrections")
@Tag(name = "Decisions")
class CorrectionController {

    private final Backend backend;
    private final Desk desk;

    CorrectionController(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    @PostMapping
    @Operation(
            summary = "Correct",
            description = "Says what kind of problem it is and how bad, or has another runbook or another hypothesis"
                    + " followed while an action is proposed. What was asked about before is void. Needs the role"
                    + " approver.")
    IncidentView correct(@PathVariable String id, @RequestBody Bodies.Correction body, Principal who) {
        var incident = Desk.id(id);
        desk.handle(
                incident,
                Corrections.of(
                        body.category(),
                        body.severity(),
                        body.runbook(),
                        body.cause(),
                        body.component(),
                        body.reason(),
                        backend.runbooks(),
                        new Actor.Operator(who.getName())));
        return desk.view(incident);
    }
}
