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

/// How bad a report seems: the worst word that it uses, the worst alert that came with it, and where it happens.
final class SeverityJudge {

    private record Cue(Severity severity, Pattern pattern) {}

    /// @param reason what decided; empty when nothing spoke of severity
    record Judgement(Severity severity, Optional<String> reason) {}

    private static final Pattern NOT_PRODUCTION =
            Pattern.compile("\\b(staging|stage|dev|development|test|testing|qa|sandbox|preprod|demo|lab)\\b");

    private final List<Cue> cues;

    SeverityJudge() {
        Map<String, List<String>> sections = Sections.read(SeverityJudge.class, "severity.txt");
        cues = sections.entrySet().stream()
                .flatMap(section -> section.getValue().stream()
                        .map(line -> new Cue(
                                Severity.valueOf(section.getKey().toUpperCase(Locale.ROOT)),
                                Pattern.compile("(?<![\\w])(?:" + line + ")(?![\\w])", Pattern.CASE_INSENSITIVE))))
                .sorted(Comparator.comparing(Cue::severity).reversed())
                .toList();
    }

    Judgement judge(ProblemReport report) {
        var said = fromWords(report);
        var alerted = report.alerts().stream().max(Comparator.comparing(Alert::severity));
        var worst = said;
        if (alerted.isPresent()
                && (said.reason().isEmpty() || alerted.get().severity().isAtLeast(said.severity())))
            worst = new Judgement(
                    alerted.get().severity(),
                    Optional.of("alert " + alerted.get().name() + " is "
                            + alerted.get().severity().name().toLowerCase(Locale.ROOT)));
        if (NOT_PRODUCTION
                        .matcher(report.environment().toLowerCase(Locale.ROOT))
                        .find()
                && worst.severity().isAtLeast(Severity.MEDIUM))
            return new Judgement(
                    lower(worst.severity()), Optional.of("one step lower because it is " + report.environment()));
        return worst;
    }

    private static Severity lower(Severity severity) {
        return switch (severity) {
            case CRITICAL -> Severity.HIGH;
            case HIGH -> Severity.MEDIUM;
            case MEDIUM, LOW -> Severity.LOW;
        };
    }

    private Judgement fromWords(ProblemReport report) {
        for (var cue : cues) {
            var matcher = cue.pattern().matcher(report.text());
            if (matcher.find())
                return new Judgement(cue.severity(), Optional.of("it says \"" + matcher.group() + "\""));
        }
        return new Judgement(Severity.MEDIUM, Optional.empty());
    }
}
