package dev.runbook.ml.llm.prompt;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.ml.llm.guard.Level;
import dev.runbook.ml.llm.guard.Templates;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Evidence in words, always the same for the same evidence: statistics and changes of level for metrics,
/// templates for logs.
public final class EvidenceText {

    private static final int TEMPLATES = 12;
    private static final int LONGEST_LINE = 240;

    private EvidenceText() {}

    /// What matters of it, cut to so many characters; what was cut off can be asked for with `read_evidence`.
    public static String digest(Evidence evidence, int most) {
        var text = head(evidence) + "\n" + summary(evidence.content());
        if (text.length() <= most) return text;
        return text.substring(0, Math.max(0, most - 60)) + "… (cut; read_evidence gives the rest of " + evidence.id()
                + ")";
    }

    /// All of it.
    public static String whole(Evidence evidence) {
        return head(evidence) + "\n"
                + switch (evidence.content()) {
                    case Content.MetricSeries series ->
                        series.points().stream()
                                .map(point -> point.time() + " " + number(point.value()))
                                .collect(Collectors.joining("\n"));
                    case Content.LogLines log ->
                        log.lines().stream()
                                .map(line -> line.time() + " " + line.level() + " " + line.message())
                                .collect(Collectors.joining("\n"));
                    case Content other -> summary(other);
                };
    }

    private static String head(Evidence evidence) {
        return evidence.id() + " from " + evidence.source() + ", "
                + evidence.query().operation() + ", " + evidence.window().from() + " to "
                + evidence.window().to();
    }

    private static String summary(Content content) {
        return switch (content) {
            case Content.MetricSeries series -> metric(series);
            case Content.LogLines log -> log(log);
            case Content.AlertSeen(var alert, var firing) ->
                "alert " + alert.name() + " of " + alert.component() + ", "
                        + alert.severity().name().toLowerCase(Locale.ROOT) + ", since " + alert.startedAt()
                        + (firing ? ", fires: " : ", recovered: ") + alert.text()
                        + (alert.labels().isEmpty() ? "" : " " + alert.labels());
            case Content.ChangeMade(var time, var kind, var component, var version, var summary, var author) ->
                "change at " + time + ": " + kind + " of " + component + (version.isEmpty() ? "" : " " + version)
                        + " by " + author + ": " + summary;
            case Content.Dependencies(var edges) ->
                edges.stream().map(edge -> edge.from() + " calls " + edge.to()).collect(Collectors.joining("\n"));
            case Content.Facts(var about, var title, var facts) -> title + " of " + about + ": " + facts.display();
        };
    }

    private static String metric(Content.MetricSeries series) {
        var name =
                series.metric() + " of " + series.component() + (series.unit().isEmpty() ? "" : " in " + series.unit());
        if (series.points().isEmpty()) return name + ": no points";
        var level = Level.of(series);
        return name + ": " + level.count() + " points, min " + number(level.min()) + ", mean " + number(level.mean())
                + ", median " + number(level.median()) + ", max " + number(level.max()) + ", first "
                + number(level.first()) + ", last " + number(level.last())
                + level.change()
                        .map(change -> "; level changed at " + change.at() + " from " + number(change.before()) + " to "
                                + number(change.after()))
                        .orElse("; no change of level");
    }

    private static String log(Content.LogLines log) {
        var templates = Templates.of(log.lines());
        var shown = templates.subList(0, Math.min(TEMPLATES, templates.size()));
        return log.component() + ": " + log.total() + " lines, " + templates.size() + " templates\n"
                + shown.stream().map(EvidenceText::template).collect(Collectors.joining("\n"))
                + (shown.size() < templates.size() ? "\n" + (templates.size() - shown.size()) + " more templates" : "");
    }

    private static String template(Templates.Template template) {
        var sample = template.sample();
        return template.count() + " × " + template.level() + " from " + template.first() + " to " + template.last()
                + ", such as: "
                + (sample.length() <= LONGEST_LINE ? sample : sample.substring(0, LONGEST_LINE) + "…");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e12
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    /// Pieces of evidence as quoted data, so many characters at most each, and together.
    public static String digests(List<Evidence> evidence, int each, int together) {
        var text = new StringBuilder();
        int left = evidence.size();
        for (var one : evidence) {
            int room = Math.max(200, Math.min(each, (together - text.length()) / Math.max(1, left--)));
            text.append(Quoted.data("evidence " + one.id(), digest(one, room))).append('\n');
        }
        return text.toString();
    }
}
