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
/// @param gap what its sender knows and did not send, in one sentence; empty when it sent everything
public record Signal(
        String key,
        boolean firing,
        Alert alert,
        Optional<String> host,
        Optional<String> service,
        String environment,
        List<String> links,
        Optional<String> gap) {
    public Signal {
        links = List.copyOf(links);
    }

    /// A signal whose sender sent everything.
    public Signal(
            String key,
            boolean firing,
            Alert alert,
            Optional<String> host,
            Optional<String> service,
            String environment,
            List<String> links) {
        this(key, firing, alert, host, service, environment, links, Optional.empty());
    }

    /// The same, of a sender that left something out.
    Signal lacking(String missing) {
        return new Signal(key, firing, alert, host, service, environment, links, Optional.of(missing));
    }

    /// Whether the key is that of one outbreak.
    public boolean namesOutbreak() {
        return !key.endsWith("/");
    }

    /// The problem report that it is.
    ///
    /// @param source who raised it, for the labels
    public ProblemReport report(String source) {
        var said = alert.text().isBlank() ? alert.name() : alert.name() + ": " + alert.text();
        var end = gap.map(missing -> "\n" + missing).orElse("");
        int room = ProblemReport.MAX_TEXT - end.length();
        var text = (said.length() <= room ? said : said.substring(0, room)) + end;
        var labels = new TreeMap<>(Map.of("source", source, "fingerprint", alert.fingerprint()));
        for (int i = 0; i < links.size(); i++) labels.put(i == 0 ? "link" : "link_" + (i + 1), links.get(i));
        gap.ifPresent(missing -> labels.put("gap", missing));
        return new ProblemReport(text, host, service, environment, List.of(alert), labels);
    }
}
