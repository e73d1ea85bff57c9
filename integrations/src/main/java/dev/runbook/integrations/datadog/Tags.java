package dev.runbook.integrations.datadog;

import dev.runbook.core.capability.Scope;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Unanswered;
import java.util.ArrayList;
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

    /// The tag of a name, as `host:web-1`. Nothing is quoted, so only what a tag can hold is let through.
    static String tag(String kind, String name) throws Unanswered {
        if (name.strip().matches("[\\p{L}\\p{N}_.\\-/]{1,200}")) return kind + ":" + name.strip();
        throw new Unanswered(Fault.refused("'" + name + "' is no " + kind + " of datadog"));
    }

    /// The tags of a scope: its host, its service, both or none.
    static List<String> of(Scope scope) throws Unanswered {
        var tags = new ArrayList<String>();
        if (scope.host().isPresent()) tags.add(tag("host", scope.host().get()));
        if (scope.service().isPresent()) tags.add(tag("service", scope.service().get()));
        return tags;
    }

    /// The condition that a scope is: its host or its service.
    static Optional<String> condition(Scope scope) throws Unanswered {
        var tags = of(scope);
        if (tags.isEmpty()) return Optional.empty();
        return Optional.of(tags.size() == 1 ? tags.getFirst() : "(" + String.join(" OR ", tags) + ")");
    }
}
