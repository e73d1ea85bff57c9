package dev.runbook.app.web.view;

import dev.runbook.app.security.AccessToken;
import dev.runbook.app.security.People;
import dev.runbook.app.security.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A token as the API shows it; the token itself is never kept.
public record TokenView(
        @Schema(description = "Its digest, by which it is revoked")
        String id,

        String label,

        @Schema(description = "The highest role it acts with; its operator's when missing")
        Optional<String> role,

        @Schema(description = "counts, revoked or expired") String state,

        Instant createdAt,
        Optional<Instant> expiresAt) {

    /// All tokens of a person, newest first.
    public static List<TokenView> of(People people, String name) {
        return people.tokens(name).reversed().stream()
                .map(token -> of(people, token))
                .toList();
    }

    private static TokenView of(People people, AccessToken token) {
        return new TokenView(
                token.digest().hex(),
                token.label(),
                token.atMost().map(Role::key),
                people.counts(token) ? "counts" : token.revoked() ? "revoked" : "expired",
                token.createdAt(),
                token.expiresAt());
    }
}
