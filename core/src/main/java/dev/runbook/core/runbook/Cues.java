package dev.runbook.core.runbook;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.ProblemReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a problem is recognized by.
///
/// @param phrases words of a report
/// @param alerts names of alerts
/// @param categories kinds of problem
/// @param labels labels of a report, with their values
public record Cues(List<String> phrases, List<String> alerts, Set<Category> categories, Map<String, String> labels) {

    /// Nothing to recognize a problem by.
    public static final Cues NONE = new Cues(List.of(), List.of(), Set.of(), Map.of());

    public Cues {
        phrases = List.copyOf(phrases);
        alerts = List.copyOf(alerts);
        categories = Set.copyOf(categories);
        labels = Map.copyOf(labels);
    }

    /// The first cue that a problem shows, in words; empty when it shows none.
    ///
    /// @param category what kind of problem it is
    public Optional<String> shownBy(ProblemReport report, Category category) {
        var text = report.text().toLowerCase(Locale.ROOT);
        for (var phrase : phrases)
            if (text.contains(phrase.toLowerCase(Locale.ROOT))) return Optional.of("the report says '" + phrase + "'");
        for (var alert : report.alerts())
            if (alerts.contains(alert.name())) return Optional.of("alert " + alert.name());
        if (categories.contains(category))
            return Optional.of("the category " + category.name().toLowerCase(Locale.ROOT));
        for (var label : labels.entrySet())
            if (label.getValue().equals(report.labels().get(label.getKey())))
                return Optional.of("the label " + label.getKey() + "=" + label.getValue());
        return Optional.empty();
    }

    /// Whether a report has all of the labels.
    public boolean labelled(ProblemReport report) {
        return labels.entrySet().stream()
                .allMatch(label -> label.getValue().equals(report.labels().get(label.getKey())));
    }
}
