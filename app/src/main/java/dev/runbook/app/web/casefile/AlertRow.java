package dev.runbook.app.web.casefile;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// One alert, however often it was seen.
///
/// @param firing whether it still fired when last looked at
/// @param times how often it began to fire
/// @param began when it last began
/// @param evidence where it was seen
public record AlertRow(
        String name,
        String component,
        String text,
        Severity severity,
        boolean firing,
        int times,
        Instant began,
        List<String> evidence) {

    private record Key(String name, String component) {}

    private record Seen(Content.AlertSeen alert, Evidence evidence) {}

    /// The name that style sheets use.
    public String level() {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /// Those that fire first, then the gravest, then the latest.
    static List<AlertRow> of(Collection<Evidence> evidence) {
        var seen = new LinkedHashMap<Key, List<Seen>>();
        for (var piece : evidence)
            if (piece.content() instanceof Content.AlertSeen alert)
                seen.computeIfAbsent(new Key(alert.alert().name(), alert.alert().component()), _ -> new ArrayList<>())
                        .add(new Seen(alert, piece));
        return seen.values().stream()
                .map(AlertRow::row)
                .sorted(Comparator.comparing(AlertRow::firing)
                        .thenComparing(AlertRow::severity)
                        .thenComparing(AlertRow::began)
                        .reversed())
                .toList();
    }

    private static AlertRow row(List<Seen> seen) {
        var last = seen.stream()
                .max(Comparator.comparing((Seen one) -> one.evidence.observedAt())
                        .thenComparing(one -> one.alert.alert().startedAt()))
                .orElseThrow();
        var alert = last.alert.alert();
        return new AlertRow(
                alert.name(),
                alert.component(),
                alert.text(),
                alert.severity(),
                last.alert.firing(),
                (int) seen.stream()
                        .map(one -> one.alert.alert().startedAt())
                        .distinct()
                        .count(),
                alert.startedAt(),
                seen.stream().map(one -> one.evidence.id().id()).toList());
    }
}
