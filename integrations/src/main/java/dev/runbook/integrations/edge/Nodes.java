package dev.runbook.integrations.edge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads vendors' JSON without trusting it: what is absent, null or of another type is simply not there.
public final class Nodes {

    private Nodes() {}

    /// The node at a path of names; a missing node when there is none.
    public static JsonNode at(JsonNode node, String... path) {
        var here = node;
        for (var name : path) here = here.path(name);
        return here;
    }

    /// The text, number or truth at a path, as text; empty when it is blank.
    public static Optional<String> text(JsonNode node, String... path) {
        var here = at(node, path);
        return here.isString() || here.isNumber() || here.isBoolean()
                ? Optional.of(here.asString()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /// The whole number at a path, also one that is written as text.
    public static Optional<Long> whole(JsonNode node, String... path) {
        return text(node, path).filter(t -> t.matches("-?\\d{1,18}")).map(Long::valueOf);
    }

    /// Whether the node at a path is true.
    public static boolean isTrue(JsonNode node, String... path) {
        var here = at(node, path);
        return here.isBoolean() && here.asBoolean();
    }

    /// The time at a path, in ISO 8601 with a zone.
    public static Optional<Instant> time(JsonNode node, String... path) {
        return text(node, path).flatMap(Nodes::instant);
    }

    /// A time in ISO 8601 with a zone, as `2025-11-03T10:00:00Z` or `2025-11-03T11:00:00.000+0100`.
    public static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"))
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The elements of the list at a path; none when there is no list.
    public static List<JsonNode> list(JsonNode node, String... path) {
        var items = new ArrayList<JsonNode>();
        var here = at(node, path);
        if (here.isArray()) here.forEach(items::add);
        return items;
    }
}
