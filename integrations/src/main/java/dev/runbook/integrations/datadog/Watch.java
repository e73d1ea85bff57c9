package dev.runbook.integrations.datadog;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.integrations.datadog.DatadogApi.Group;
import dev.runbook.integrations.datadog.DatadogApi.Monitor;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a monitor says about which component.
final class Watch {

    private static final Pattern TAGGED = Pattern.compile("\\b(service|host):([\\w.\\-/]+)");
    private static final int TEXT = 500;

    private Watch() {}

    /// A monitor that watches all as one is one group.
    static List<Group> groups(Monitor monitor) {
        return monitor.groups().isEmpty()
                ? List.of(new Group("*", monitor.state(), Optional.empty(), Optional.empty()))
                : monitor.groups();
    }

    static boolean concerns(Scope scope, Monitor monitor, Group group) {
        if (scope.host().isEmpty() && scope.service().isEmpty()) return true;
        var tags = tags(monitor, group);
        return scope.host().filter(host -> tags.contains("host:" + host)).isPresent()
                || scope.service().filter(s -> tags.contains("service:" + s)).isPresent();
    }

    private static List<String> tags(Monitor monitor, Group group) {
        return Stream.of(
                        Stream.of(group.name().split(",", -1)),
                        monitor.tags().stream(),
                        TAGGED.matcher(monitor.query()).results().map(found -> found.group()))
                .flatMap(tags -> tags)
                .map(String::strip)
                .toList();
    }

    static String component(Monitor monitor, Group group) {
        var tags = tags(monitor, group);
        var own = List.of(group.name().split(",", -1));
        return Tags.value(own, "service")
                .or(() -> Tags.value(own, "host"))
                .or(() -> Tags.value(tags, "service"))
                .or(() -> Tags.value(tags, "host"))
                .orElse(monitor.name());
    }

    static Optional<Content.AlertSeen> alert(Monitor monitor, Group group, TimeWindow window) {
        var firing = group.state().equals("Alert") || group.state().equals("Warn");
        var lately = group.triggered().filter(window::contains).isPresent()
                || group.resolved().filter(window::contains).isPresent();
        if (!firing && !lately) return Optional.empty();
        var labels = new TreeMap<String, String>();
        for (var tag : group.name().split(",", -1)) {
            int colon = tag.indexOf(':');
            if (colon > 0) labels.put(tag.substring(0, colon).strip(), tag.substring(colon + 1));
        }
        var text = monitor.message().isBlank() ? monitor.query() : monitor.message();
        return Optional.of(new Content.AlertSeen(
                new Alert(
                        monitor.name(),
                        component(monitor, group),
                        text.length() <= TEXT ? text : text.substring(0, TEXT),
                        severity(monitor, group),
                        group.triggered().orElse(window.to()),
                        labels),
                firing));
    }

    private static Severity severity(Monitor monitor, Group group) {
        return monitor.priority()
                .map(priority -> switch (priority.intValue()) {
                    case 1 -> Severity.CRITICAL;
                    case 2 -> Severity.HIGH;
                    case 3 -> Severity.MEDIUM;
                    default -> Severity.LOW;
                })
                .orElse(group.state().equals("Warn") ? Severity.MEDIUM : Severity.HIGH);
    }
}
