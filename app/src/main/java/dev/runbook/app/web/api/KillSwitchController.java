package dev.runbook.app.web.api;

import dev.runbook.app.web.view.KillSwitchView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Stops all execution, and lets it go on. Each answers with where the switch stands afterwards.
@RestController
@RequestMapping("/api/v1/kill-switch")
@Tag(name = "Kill switch", description = "Stop all execution on every node")
class KillSwitchController {

    private final Brake brake;

    KillSwitchController(Brake brake) {
        this.brake = brake;
    }

    @GetMapping
    @Operation(
            summary = "Is execution stopped",
            description = "Where the kill switch stands, and which incidents have an action under way.")
    KillSwitchView position() {
        return brake.view();
    }

    @PostMapping("/stop")
    @Operation(
            summary = "Stop all execution",
            description = "When this answers, no action begins any more, on any node and after any restart. What had"
                    + " begun is listed and comes to its end. Looking, diagnosing and deciding go on; what was let"
                    + " through is held. Needs the role responder.")
    KillSwitchView stop(@RequestBody Bodies.Stop body, Principal who) {
        return brake.stop(body.reason(), who);
    }

    @PostMapping("/resume")
    @Operation(
            summary = "Let execution go on",
            description = "What was held goes on, unless its approval is too old by now. Needs the role approver.")
    KillSwitchView resume(@RequestBody Bodies.Resumption body, Principal who) {
        return brake.resume(body.reason(), who);
    }
}
