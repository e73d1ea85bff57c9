package dev.runbook.app.web.casefile;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// A change that somebody made, however many sources told of it.
///
/// @param version empty when it has none
public record ChangeRow(
        Instant time,
        String kind,
        String component,
        String version,
        String summary,
        String author,
        List<String> evidence) {

    /// What was changed, in a few words.
    public String what() {
        return kind + " of " + component + (version.isEmpty() ? "" : " " + version);
    }

    /// The latest first.
    static List<ChangeRow> of(Collection<Evidence> evidence) {
        var seen = new LinkedHashMap<Content.ChangeMade, List<String>>();
        for (var piece : evidence)
            if (piece.content() instanceof Content.ChangeMade change)
                seen.computeIfAbsent(change, _ -> new ArrayList<>())
                        .add(piece.id().id());
        return seen.entrySet().stream()
                .map(one -> row(one.getKey(), one.getValue()))
                .sorted(Comparator.comparing(ChangeRow::time).reversed())
                .toList();
    }

    private static ChangeRow row(Content.ChangeMade change, List<String> evidence) {
        return new ChangeRow(
                change.time(),
                change.kind(),
                change.component(),
                change.version(),
                change.summary(),
                change.author(),
                List.copyOf(evidence));
    }
}
