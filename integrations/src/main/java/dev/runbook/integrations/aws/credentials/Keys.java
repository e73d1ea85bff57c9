package dev.runbook.integrations.aws.credentials;

import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What requests to AWS are signed with.
///
/// @param session the token that comes with the keys of a role
/// @param expires until when they are good; empty when nobody says
public record Keys(Secret id, Secret secret, Optional<Secret> session, Optional<Instant> expires) {

    /// Whatever of it must not be shown.
    public List<Secret> secrets() {
        return Stream.concat(Stream.of(id, secret), session.stream()).toList();
    }

    /// The keys in an answer of a metadata service; empty when it holds none.
    static Optional<Keys> of(JsonNode answer) {
        var id = Nodes.text(answer, "AccessKeyId").filter(text -> !text.isBlank());
        var secret = Nodes.text(answer, "SecretAccessKey").filter(text -> !text.isBlank());
        if (id.isEmpty() || secret.isEmpty()) return Optional.empty();
        return Optional.of(new Keys(
                new Secret(id.get()),
                new Secret(secret.get()),
                Nodes.text(answer, "Token").filter(text -> !text.isBlank()).map(Secret::new),
                Nodes.time(answer, "Expiration")));
    }
}
