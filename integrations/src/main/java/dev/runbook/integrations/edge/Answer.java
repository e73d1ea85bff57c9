package dev.runbook.integrations.edge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a vendor answered, with every secret taken out.
///
/// @param status of HTTP
/// @param headers by their name; names are looked up whatever their case
/// @param text the body as it came
/// @param body the body as JSON; a missing node when it is empty or no JSON
public record Answer(int status, Map<String, List<String>> headers, String text, JsonNode body) {
    public Answer {
        var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = java.util.Collections.unmodifiableMap(sorted);
    }

    /// The first header of this name.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name))
                .filter(values -> !values.isEmpty())
                .map(List::getFirst);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
