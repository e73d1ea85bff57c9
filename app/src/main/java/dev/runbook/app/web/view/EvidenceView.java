package dev.runbook.app.web.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One piece of evidence with everything that was seen.
public record EvidenceView(
        @JsonUnwrapped EvidenceLine line,

        @Schema(description = "The parameters of the question", implementation = Object.class) @Nullable
        Object parameters,

        @Schema(description = "What was seen; its fields depend on the kind")
        ContentView content) {

    /// What was seen.
    public sealed interface ContentView {}

    public record MetricView(String component, String metric, String unit, List<PointView> points)
            implements ContentView {}

    public record PointView(Instant time, double value) {}

    /// @param total how many lines there were, of which these are some
    public record LogView(String component, long total, List<LogLineView> lines) implements ContentView {}

    public record LogLineView(Instant time, String level, String message) {}

    public record AlertContentView(boolean firing, ReportView.AlertView alert) implements ContentView {}

    public record ChangeView(Instant time, String kind, String component, String version, String summary, String author)
            implements ContentView {}

    public record DependenciesView(List<EdgeView> edges) implements ContentView {}

    /// `from` calls `to`.
    public record EdgeView(String from, String to) {}

    public record FactsView(
            String about,
            String title,
            @Schema(implementation = Object.class) @Nullable Object facts) implements ContentView {}

    public static EvidenceView of(Evidence evidence) {
        return new EvidenceView(
                EvidenceLine.of(evidence), evidence.query().parameters().plain(), contentOf(evidence.content()));
    }

    private static ContentView contentOf(Content content) {
        return switch (content) {
            case Content.MetricSeries(var component, var metric, var unit, var points) ->
                new MetricView(
                        component,
                        metric,
                        unit,
                        points.stream()
                                .map(p -> new PointView(p.time(), p.value()))
                                .toList());
            case Content.LogLines(var component, var lines, var total) ->
                new LogView(
                        component,
                        total,
                        lines.stream()
                                .map(l -> new LogLineView(l.time(), l.level(), l.message()))
                                .toList());
            case Content.AlertSeen(var alert, var firing) ->
                new AlertContentView(firing, ReportView.AlertView.of(alert));
            case Content.ChangeMade(var time, var kind, var component, var version, var summary, var author) ->
                new ChangeView(time, kind, component, version, summary, author);
            case Content.Dependencies(var edges) ->
                new DependenciesView(
                        edges.stream().map(e -> new EdgeView(e.from(), e.to())).toList());
            case Content.Facts(var about, var title, var facts) -> new FactsView(about, title, facts.plain());
        };
    }
}
