package dev.runbook.app.web.api;

import dev.runbook.app.security.SecurityTrail;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows what was done about access.
@RestController
@RequestMapping("/api/v1/security-log")
@Tag(name = "Security log", description = "What was done about access")
class SecurityLogController {

    private static final int MOST = 200;

    private final SecurityTrail trail;

    SecurityLogController(SecurityTrail trail) {
        this.trail = trail;
    }

    @GetMapping
    @Operation(
            summary = "Read the security log",
            description =
                    "Who signed in or failed to, which accounts, roles, tokens and settings changed, and every turn"
                            + " of the kill switch: the newest 200 entries, newest first. Each is chained to the one before by"
                            + " its hash; `runbook audit verify` checks that. Needs the role commander.")
    List<SecurityTrail.Entry> entries(
            @Parameter(description = "Only entries before this seq") @RequestParam(required = false) @Nullable
                    Long before) {
        return trail.newest(MOST, before == null ? Long.MAX_VALUE : before);
    }
}
