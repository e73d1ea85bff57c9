package dev.runbook.integrations.inbound;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One alert that somebody outside raised, or took back.
///
/// @param key the same for every delivery about this one outbreak, so that it is taken in once; one that ends
///     with a slash names the alert alone, for its sender does not say which outbreak is over
/// @param firing whether it fires; one that does not tells that an outbreak is over
/// @param host the host it is about, where known
/// @param service the service it is about, where known
/// @param environment such as `production`
/// @param links where people see more
public record Signal(
        String key,
        boolean firing,
        Alert alert,
        Optional<String> host,
        Optional<String> service,
        String environment,
        List<String> links) {
    public Signal {
        links = List.copyOf(links);
    }

    /// Whether the key is that of one outbreak.
    public boolean namesOutbreak() {
        return !key.endsWith("/");
    }

    /// The problem report that it is.
    ///
    /// @param source who raised it, for the labels
    public ProblemReport report(String source) {
        var text = alert.text().isBlank() ? alert.name() : alert.name() + ": " + alert.text();
        var labels = new TreeMap<>(Map.of("source", source, "fingerprint", alert.fingerprint()));
        for (int i = 0; i < links.size(); i++) labels.put(i == 0 ? "link" : "link_" + (i + 1), links.get(i));
        return new ProblemReport(
                text.length() <= ProblemReport.MAX_TEXT ? text : text.substring(0, ProblemReport.MAX_TEXT),
                host,
                service,
                environment,
                List.of(alert),
                labels);
    }
}
