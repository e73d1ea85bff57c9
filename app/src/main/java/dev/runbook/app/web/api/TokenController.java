package dev.runbook.app.web.api;

import dev.runbook.app.security.People;
import dev.runbook.app.security.Role;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.TokenView;
import dev.runbook.core.value.Digest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// One's own tokens.
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Users")
class TokenController {

    private static final int LONGEST_LABEL = 100;
    private static final int MOST_DAYS = 365;
    private static final int USUAL_DAYS = 30;

    private final People people;

    TokenController(People people) {
        this.people = people;
    }

    /// A token, shown once.
    record MadeView(
            String label,

            @Schema(description = "Send it as Authorization: Bearer …; it is not kept")
            String token) {}

    @GetMapping
    @Operation(summary = "List your tokens", description = "Newest first.")
    List<TokenView> list(Authentication who) {
        return TokenView.of(people, who.getName());
    }

    @PostMapping
    @Operation(
            summary = "Make a token",
            description = "It acts for you, with your role or less, and ends no later than the token that asks for it."
                    + " It is shown this once.")
    MadeView make(@RequestBody Bodies.TokenWish body, Authentication who, HttpServletRequest request) {
        var checks = new Checks();
        var label = checks.text("label", body.label(), LONGEST_LABEL);
        var most = Role.highest(who.getAuthorities());
        var role = Optional.ofNullable(body.role())
                .flatMap(key -> checks.constant("role", key, Role.class))
                .orElse(most);
        if (role.compareTo(most) > 0) checks.wrong("role", "is " + most.key() + " at most, for a token of yours");
        int days = body.days() == null ? USUAL_DAYS : body.days();
        if (days < 1 || days > MOST_DAYS) checks.wrong("days", "is " + days + ", must be from 1 to " + MOST_DAYS);
        return checks.then(() -> new MadeView(
                label, UserController.done(people.issue(who.getName(), label, role, Duration.ofDays(days), request))));
    }

    @PostMapping("/{token}/revoke")
    @Operation(summary = "Revoke a token of yours", description = "It no longer counts, from now on.")
    List<TokenView> revoke(@PathVariable String token, Authentication who) {
        UserController.done(people.revoke(who.getName(), digest(token), who.getName()));
        return TokenView.of(people, who.getName());
    }

    static Digest digest(String text) {
        try {
            return new Digest(text);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(Problem.NOT_FOUND, "There is no such token");
        }
    }
}
