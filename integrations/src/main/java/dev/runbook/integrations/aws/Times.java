package dev.runbook.integrations.aws;

import dev.runbook.integrations.edge.Nodes;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Times as the JSON protocols have them: seconds since 1970, with a fraction.
final class Times {

    private Times() {}

    static Optional<Instant> seconds(JsonNode node, String... path) {
        return seconds(Nodes.at(node, path));
    }

    static Optional<Instant> seconds(JsonNode node) {
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) return Optional.empty();
        return Optional.of(Instant.ofEpochMilli(Math.round(node.asDouble() * 1000)));
    }
}
