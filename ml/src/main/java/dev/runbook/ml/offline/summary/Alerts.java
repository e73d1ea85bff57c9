package dev.runbook.ml.offline.summary;

import static dev.runbook.ml.offline.summary.Markdown.text;

import dev.runbook.core.evidence.Content.AlertSeen;
import dev.runbook.core.incident.Alert;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// The alerts of an incident, one line each.
final class Alerts {

    private Alerts() {}

    /// Every alert that was reported or seen, oldest first, with the last word on it.
    static List<String> seen(Account account) {
        var words = new LinkedHashMap<Alert, String>();
        account.report().alerts().forEach(a -> words.put(a, "was reported"));
        var latest = new LinkedHashMap<String, AlertSeen>();
        account.evidence().values().forEach(piece -> {
            if (piece.content() instanceof AlertSeen seen)
                latest.put(seen.alert().fingerprint(), seen);
        });
        words.keySet().removeIf(a -> latest.containsKey(a.fingerprint()));
        latest.values()
                .forEach(s ->
                        words.put(s.alert(), s.firing() ? "fired when last seen" : "had recovered when last seen"));
        return words.keySet().stream()
                .sorted(Comparator.comparing(Alert::startedAt).thenComparing(Alert::fingerprint))
                .map(a -> "Alert " + text(a.name()) + " on " + text(a.component()) + " since "
                        + PostMortem.time(a.startedAt()) + " " + words.get(a) + ": " + text(a.text()))
                .toList();
    }
}
