package dev.runbook.ml.offline.classification;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.ml.offline.text.Sections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How bad a report seems: the worst word that it uses or the worst alert that came with it, softened by words
/// that play it down and by where it happens. The words are data: `severity.txt`. Safe for use by many threads.
final class SeverityJudge {

    private static final List<Severity> WORST_FIRST =
            List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW);

    /// @param reason what decided; empty when nothing spoke of severity
    record Judgement(Severity severity, Optional<String> reason) {
        Judgement atMost(Severity highest, String why) {
            return severity.isAtLeast(highest) && severity != highest ? new Judgement(highest, Optional.of(why)) : this;
        }

        Judgement oneLower(String why) {
            return new Judgement(
                    switch (severity) {
                        case CRITICAL -> Severity.HIGH;
                        case HIGH -> Severity.MEDIUM;
                        case MEDIUM, LOW -> Severity.LOW;
                    },
                    Optional.of(why));
        }
    }

    private final Map<String, List<String>> sections = Sections.read(SeverityJudge.class, "severity.txt");
    private final List<Pattern> bad = WORST_FIRST.stream()
            .map(s -> pattern(s.name().toLowerCase(Locale.ROOT)))
            .toList();
    private final Pattern softening = pattern("softening");
    private final Pattern playingDown = pattern("playing down");
    private final Pattern elsewhere = pattern("elsewhere");

    private Pattern pattern(String section) {
        var alternatives = sections.getOrDefault(section, List.of("(?!)"));
        return Pattern.compile("(?<!\\w)(?:" + String.join("|", alternatives) + ")(?!\\w)", Pattern.CASE_INSENSITIVE);
    }

    Judgement judge(ProblemReport report) {
        var judged = worst(report);
        var outside = elsewhere(report);
        if (outside.isPresent()) judged = judged.oneLower("one step lower because it is about " + outside.get());
        var playedDown = found(playingDown, report.text());
        if (playedDown.isPresent() && judged.severity() != Severity.CRITICAL)
            return judged.atMost(Severity.LOW, "it says \"" + playedDown.get() + "\"");
        return judged;
    }

    /// The place that it is about, where nobody depends on it: a test environment and the like.
    Optional<String> elsewhere(ProblemReport report) {
        return elsewhere.matcher(report.environment()).find()
                ? Optional.of(report.environment())
                : found(elsewhere, report.text());
    }

    private Judgement worst(ProblemReport report) {
        var said = said(report.text());
        return report.alerts().stream()
                .max(Comparator.comparing(Alert::severity))
                .filter(alert -> said.reason().isEmpty() || alert.severity().isAtLeast(said.severity()))
                .map(alert -> new Judgement(
                        alert.severity(),
                        Optional.of("alert " + alert.name() + " is "
                                + alert.severity().name().toLowerCase(Locale.ROOT))))
                .orElse(said);
    }

    private Judgement said(String text) {
        for (int i = 0; i < bad.size(); i++) {
            var word = found(bad.get(i), text);
            if (word.isEmpty()) continue;
            var judged = new Judgement(WORST_FIRST.get(i), Optional.of("it says \"" + word.get() + "\""));
            var soft = found(softening, text);
            return soft.isPresent() && judged.severity() == Severity.HIGH
                    ? judged.atMost(Severity.MEDIUM, "it says \"" + word.get() + "\", but also \"" + soft.get() + "\"")
                    : judged;
        }
        return new Judgement(Severity.MEDIUM, Optional.empty());
    }

    private static Optional<String> found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
