package dev.runbook.integrations.inbound;

import dev.runbook.core.incident.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the bodies of webhooks.
final class Payload {

    private Payload() {}

    /// Reads a body that must be a JSON object.
    static Verdict read(Delivery delivery, Function<JsonNode, Verdict> reader) {
        return read(delivery.text(), reader);
    }

    /// Reads a text that must be a JSON object.
    static Verdict read(String text, Function<JsonNode, Verdict> reader) {
        JsonNode node;
        try {
            node = JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            return new Verdict.Malformed("it is no JSON");
        }
        return node.isObject() ? reader.apply(node) : new Verdict.Malformed("it is no JSON object");
    }

    /// The severity that a word means; medium when it means none.
    static Severity severity(Optional<String> word) {
        return switch (word.orElse("").toLowerCase(Locale.ROOT)) {
            case "critical", "p1", "1", "1 - critical", "page", "emergency", "disaster", "highest" -> Severity.CRITICAL;
            case "high", "error", "p2", "2", "2 - high", "major", "alarm" -> Severity.HIGH;
            case "low", "info", "p4", "p5", "4", "5", "4 - low", "5 - planning", "informational", "lowest" ->
                Severity.LOW;
            default -> Severity.MEDIUM;
        };
    }

    /// The value of a tag such as `service:checkout` among tags with commas between them.
    static Optional<String> tag(String tags, String name) {
        return Arrays.stream(tags.split(",", -1))
                .map(String::strip)
                .filter(tag -> tag.startsWith(name + ":"))
                .map(tag -> tag.substring(name.length() + 1))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /// A host without the port that it may carry.
    static String host(String instance) {
        return instance.replaceFirst(":\\d{1,5}$", "");
    }
}
