package dev.runbook.integrations.edge;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Answers in the shapes that the capabilities declare.
public final class Answers {

    private static final Value NO_LIST = new Value.Items(List.of());

    private Answers() {}

    /// The answer with these contents. With none, what could not be read leaves the question open.
    public static Observation answer(
            List<? extends Content> contents, List<Value.Fields> output, Optional<String> gap) {
        var items = new Value.Items(List.copyOf(output));
        if (!contents.isEmpty())
            return new Observation.Found(
                    List.copyOf(contents), items, gap.stream().toList());
        return gap.<Observation>map(missing -> new Observation.CouldNotLook(missing, false))
                .orElseGet(() -> new Observation.NothingFound(items));
    }

    /// The answer with one set of facts that is a list.
    public static Observation facts(String about, String title, List<Value.Fields> items, Optional<String> gap) {
        var output = new Value.Items(List.copyOf(items));
        return answer(items.isEmpty() ? List.of() : List.of(new Content.Facts(about, title, output)), items, gap);
    }

    /// The answer that there is nothing, where a list is expected.
    public static Observation nothing() {
        return new Observation.NothingFound(NO_LIST);
    }

    /// One series as an output has it.
    public static Value.Fields summary(Content.MetricSeries series) {
        var values = series.points().stream().mapToDouble(Content.Point::value).summaryStatistics();
        return Value.fields(
                "component", series.component(),
                "metric", series.metric(),
                "unit", series.unit(),
                "last", series.points().getLast().value(),
                "min", values.getMin(),
                "max", values.getMax(),
                "mean", Math.round(values.getAverage() * 100) / 100.0);
    }

    /// An answer of metrics; series without a point say nothing and are left out.
    public static Observation metrics(List<Content.MetricSeries> series, Optional<String> gap) {
        var some = series.stream().filter(s -> !s.points().isEmpty()).toList();
        return answer(some, some.stream().map(Answers::summary).toList(), gap);
    }

    /// A log line of a component.
    public record Said(String component, Content.LogLine line) {}

    /// An answer of log lines, by component and in order of time.
    public static Observation logs(List<Said> said, Optional<String> gap) {
        var sorted = said.stream()
                .sorted(Comparator.comparing(one -> one.line().time()))
                .toList();
        var byComponent = new LinkedHashMap<String, List<Content.LogLine>>();
        for (var one : sorted)
            byComponent.computeIfAbsent(one.component(), _ -> new ArrayList<>()).add(one.line());
        return answer(
                byComponent.entrySet().stream()
                        .map(entry -> new Content.LogLines(
                                entry.getKey(),
                                entry.getValue(),
                                entry.getValue().size()))
                        .toList(),
                sorted.stream()
                        .map(one -> Value.fields(
                                "component", one.component(),
                                "time", one.line().time(),
                                "level", one.line().level(),
                                "message", one.line().message()))
                        .toList(),
                gap);
    }

    /// An answer of alerts.
    public static Observation alerts(List<Content.AlertSeen> seen, Optional<String> gap) {
        return answer(
                seen,
                seen.stream()
                        .map(one -> Value.fields(
                                "name", one.alert().name(),
                                "component", one.alert().component(),
                                "severity", one.alert().severity(),
                                "text", one.alert().text(),
                                "firing", one.firing(),
                                "started_at", one.alert().startedAt()))
                        .toList(),
                gap);
    }

    /// An answer of events, in order of time.
    public static Observation events(List<Content.ChangeMade> events, Optional<String> gap) {
        var sorted = events.stream()
                .sorted(Comparator.comparing(Content.ChangeMade::time))
                .toList();
        return answer(
                sorted,
                sorted.stream()
                        .map(e -> Value.fields(
                                "time", e.time(),
                                "kind", e.kind(),
                                "component", e.component(),
                                "text", e.summary(),
                                "author", e.author()))
                        .toList(),
                gap);
    }

    /// A release.
    ///
    /// @param previous the version before; empty when it is not known
    public record Release(Content.ChangeMade made, String previous) {}

    /// An answer of releases, newest last.
    public static Observation releases(List<Release> releases, Optional<String> gap) {
        var sorted = releases.stream()
                .sorted(Comparator.comparing(release -> release.made().time()))
                .toList();
        return answer(
                sorted.stream().map(Release::made).toList(),
                sorted.stream()
                        .map(r -> Value.fields(
                                "service", r.made().component(),
                                "version", r.made().version(),
                                "previous_version", r.previous(),
                                "time", r.made().time(),
                                "author", r.made().author(),
                                "summary", r.made().summary()))
                        .toList(),
                gap);
    }
}
