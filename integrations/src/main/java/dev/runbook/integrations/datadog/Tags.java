package dev.runbook.integrations.datadog;

import java.util.List;
import java.util.Optional;

/// Tags of Datadog's, as `host:web-1`.
final class Tags {

    private Tags() {}

    /// The value of the first tag of a name; empty when there is none, or nothing in it.
    static Optional<String> value(List<String> tags, String name) {
        return tags.stream()
                .filter(tag -> tag.startsWith(name + ":"))
                .map(tag -> tag.substring(name.length() + 1))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
