package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Says who asks, and that there is an answer at all.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Server", description = "Who you are, and how the server is")
class MeController {

    private final Backend backend;

    MeController(Backend backend) {
        this.backend = backend;
    }

    /// Who asks.
    record MeView(
            String name,

            @Schema(description = "What you may do: viewer, responder, approver, commander, administrator")
            List<String> roles) {}

    /// How the server is.
    record HealthView(
            @Schema(description = "up, or degraded when something keeps the server from its work")
            String status,

            @Schema(description = "What keeps the server from its work, one sentence each; empty when nothing does")
            List<String> problems,

            @Schema(description = "The time by the system's clock, which simulated time may speed up")
            Instant time) {}

    @GetMapping("/me")
    @Operation(summary = "Who am I", description = "The operator that the request acts for, and the roles.")
    MeView me(Authentication who) {
        return new MeView(
                who.getName(),
                who.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(authority -> authority != null && authority.startsWith("ROLE_"))
                        .map(authority -> authority.substring("ROLE_".length()).toLowerCase(Locale.ROOT))
                        .toList());
    }

    @GetMapping("/health")
    @Operation(
            summary = "Is the server up",
            description = "Answers without signing in, and also while the database cannot be written to: then the"
                    + " status is degraded and the problems say why. /actuator/health/liveness and"
                    + " /actuator/health/readiness are for machines that watch it.")
    HealthView health() {
        var problems = backend.vitals().problems();
        return new HealthView(
                problems.isEmpty() ? "up" : "degraded", problems, backend.pace().now());
    }
}
