package dev.runbook.core.incident;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A problem as somebody or something described it.
///
/// @param text the description in plain words; never blank, at most 20,000 characters
/// @param host the host it is about, where known
/// @param service the service it is about, where known
/// @param environment such as `production`; the approval policy may depend on it
/// @param alerts the alerts that came with it; may be empty
/// @param labels free labels; `scenario` names the simulated world in mock mode
public record ProblemReport(
        String text,
        Optional<String> host,
        Optional<String> service,
        String environment,
        List<Alert> alerts,
        Map<String, String> labels) {

    /// The longest description that is taken, in characters.
    public static final int MAX_TEXT = 20_000;

    public ProblemReport {
        if (text.isBlank()) throw new IllegalArgumentException("a problem report needs a text");
        if (text.length() > MAX_TEXT)
            throw new IllegalArgumentException(
                    "a problem report takes at most " + MAX_TEXT + " characters, got " + text.length());
        host = host.filter(name -> !name.isBlank());
        service = service.filter(name -> !name.isBlank());
        alerts = List.copyOf(alerts);
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /// A report in words alone, about production.
    public static ProblemReport of(String text) {
        return new ProblemReport(text, Optional.empty(), Optional.empty(), "production", List.of(), Map.of());
    }

    /// All that was reported, in words: the text, and what its alerts say.
    public String words() {
        return text + alerts.stream().map(Alert::text).collect(Collectors.joining("\n", "\n", ""));
    }

    public ProblemReport onHost(String name) {
        return new ProblemReport(text, Optional.of(name), service, environment, alerts, labels);
    }

    public ProblemReport aboutService(String name) {
        return new ProblemReport(text, host, Optional.of(name), environment, alerts, labels);
    }

    /// The same report about another host and service, or about none.
    public ProblemReport about(Optional<String> otherHost, Optional<String> otherService) {
        return new ProblemReport(text, otherHost, otherService, environment, alerts, labels);
    }

    public ProblemReport withAlerts(List<Alert> more) {
        return new ProblemReport(text, host, service, environment, more, labels);
    }

    public ProblemReport labelled(String name, String value) {
        var all = new TreeMap<>(labels);
        all.put(name, value);
        return new ProblemReport(text, host, service, environment, alerts, all);
    }
}
