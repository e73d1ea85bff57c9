package dev.runbook.integrations.datadog;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Datadog measures. Safe for use by many threads.
///
/// @param measures those that we ask for by our names
record Charts(DatadogApi api, List<Measure> measures) {

    Charts {
        measures = List.copyOf(measures);
    }

    /// The measures of a scope, or the one of a name.
    Observation metrics(Scope scope, Optional<String> metric, TimeWindow window, Patience patience)
            throws Unanswered, InterruptedException {
        var wanted = new ArrayList<Asked>();
        for (var kind : List.of(Measure.HOST, Measure.SERVICE)) {
            var name = kind.equals(Measure.HOST) ? scope.host() : scope.service();
            var all = scope.host().isEmpty() && scope.service().isEmpty();
            if (name.isEmpty() && !all) continue;
            var tags = name.isPresent() ? Tags.tag(kind, name.get()) : "*";
            for (var measure : measures(kind, metric)) wanted.add(new Asked(measure, tags));
        }
        return wanted.isEmpty()
                ? Answers.nothing()
                : Answers.metrics(series(wanted, window, patience), Optional.empty());
    }

    private record Asked(Measure measure, String tags) {}

    private List<Measure> measures(String kind, Optional<String> metric) throws Unanswered {
        var known = measures.stream()
                .filter(m -> m.of().equals(kind))
                .filter(m -> metric.map(m.name()::equals).orElse(true))
                .toList();
        // A name with a dot is one of Datadog's own.
        if (known.isEmpty() && metric.isPresent() && metric.get().contains("."))
            return List.of(Measure.raw(own(metric.get()), kind));
        return known;
    }

    private static String own(String metric) throws Unanswered {
        if (metric.strip().matches("[A-Za-z][\\w.]{0,200}")) return metric.strip();
        throw new Unanswered(Fault.refused("'" + metric + "' is no metric of datadog"));
    }

    private List<Content.MetricSeries> series(List<Asked> asked, TimeWindow window, Patience patience)
            throws Unanswered, InterruptedException {
        var queries = new ArrayList<String>();
        var formulas = new ArrayList<String>();
        for (var one : asked) {
            formulas.add(one.measure().formula(queries.size()));
            queries.addAll(one.measure().queries(one.tags()));
        }
        var series = new ArrayList<Content.MetricSeries>();
        for (var line : api.timeseries(queries, formulas, window, patience)) {
            if (line.formula() < 0 || line.formula() >= asked.size()) continue;
            var measure = asked.get(line.formula()).measure();
            Tags.value(line.tags(), measure.of())
                    .ifPresent(component -> series.add(new Content.MetricSeries(
                            component,
                            measure.name(),
                            measure.unit().isEmpty() ? line.unit() : measure.unit(),
                            line.points())));
        }
        return series;
    }

    /// What a query of Datadog's own finds.
    Observation query(String query, TimeWindow window, Patience patience) throws Unanswered, InterruptedException {
        var lines = api.timeseries(List.of(query), List.of("q0"), window, patience);
        return Answers.metrics(
                lines.stream()
                        .map(line ->
                                new Content.MetricSeries(component(line.tags()), query, line.unit(), line.points()))
                        .toList(),
                Optional.empty());
    }

    private static String component(List<String> tags) {
        return Tags.value(tags, "service")
                .or(() -> Tags.value(tags, "host"))
                .orElseGet(() -> tags.isEmpty() ? "all" : String.join(",", tags));
    }
}
