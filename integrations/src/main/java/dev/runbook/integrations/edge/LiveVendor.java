package dev.runbook.integrations.edge;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What all live vendors share: how an answer, or its lack, becomes a value of the domain. This is the one
/// place
/// where a [Fault] is translated.
public abstract class LiveVendor implements LiveIntegration {

    private static final Value NO_LIST = new Value.Items(List.of());

    private final Edge edge;

    protected LiveVendor(Edge edge) {
        this.edge = edge;
    }

    @Override
    public final String name() {
        return edge.vendor();
    }

    @Override
    public final Mode mode() {
        return Mode.LIVE;
    }

    @Override
    public final Health health() {
        return edge.health();
    }

    protected final Edge edge() {
        return edge;
    }

    /// What a vendor is asked in the course of one operation.
    @FunctionalInterface
    protected interface Asking<T> {
        T ask(Patience patience) throws Unanswered, InterruptedException;
    }

    /// Looks at the vendor.
    protected final Observation look(CallContext context, Asking<Observation> asking) throws InterruptedException {
        try {
            return asking.ask(edge.patience(context.timeout()));
        } catch (Unanswered unanswered) {
            var fault = unanswered.fault();
            return new Observation.CouldNotLook(fault.reason(), fault.kind().mayPass());
        }
    }

    /// Changes something at the vendor.
    protected final Outcome act(CallContext context, Asking<Outcome> asking) throws InterruptedException {
        try {
            return asking.ask(edge.patience(context.timeout()));
        } catch (Unanswered unanswered) {
            var fault = unanswered.fault();
            return fault.perhapsDone()
                    ? new Outcome.Unclear(fault.reason())
                    : new Outcome.Refused(fault.reason(), fault.kind().mayPass());
        }
    }

    /// Asks the vendor what happened.
    protected final Occurrence recall(CallContext context, Asking<Occurrence> asking) throws InterruptedException {
        try {
            return asking.ask(edge.patience(context.timeout()));
        } catch (Unanswered unanswered) {
            return new Occurrence.CannotTell(unanswered.fault().reason());
        }
    }

    /// Tries one thing, for [#check].
    ///
    /// @param asking gives what was seen
    protected final Finding find(String what, Duration timeout, Asking<String> asking) throws InterruptedException {
        var began = edge.clock().instant();
        try {
            var seen = asking.ask(edge.patience(timeout));
            return new Finding(what, true, seen, took(began));
        } catch (Unanswered unanswered) {
            return new Finding(what, false, unanswered.fault().reason(), took(began));
        }
    }

    private Duration took(java.time.Instant began) {
        return Duration.between(began, edge.clock().instant());
    }

    /// The answer with these contents.
    protected static Observation answer(
            List<? extends Content> contents, List<Value.Fields> output, Optional<String> gap) {
        var items = new Value.Items(List.copyOf(output));
        if (!contents.isEmpty())
            return new Observation.Found(
                    List.copyOf(contents), items, gap.stream().toList());
        return gap.<Observation>map(missing -> new Observation.CouldNotLook(missing, false))
                .orElseGet(() -> new Observation.NothingFound(items));
    }

    /// The answer with one set of facts that is a list.
    protected static Observation facts(String about, String title, List<Value.Fields> items, Optional<String> gap) {
        var output = new Value.Items(List.copyOf(items));
        return answer(items.isEmpty() ? List.of() : List.of(new Content.Facts(about, title, output)), items, gap);
    }

    /// The answer that there is nothing, where a list is expected.
    protected static Observation nothing() {
        return new Observation.NothingFound(NO_LIST);
    }

    /// A fault that is ours to say: what was asked for cannot be.
    protected static Unanswered refused(String reason) {
        return new Unanswered(Fault.refused(reason));
    }

    /// An id that goes into a path.
    ///
    /// @param kind what it names, for people
    /// @param shape the regular expression that the vendor's ids match
    protected final String id(String kind, String given, String shape) throws Unanswered {
        if (given.strip().matches(shape)) return given.strip();
        throw refused("'" + given + "' is no " + kind + " of " + name());
    }

    /// What a text of ours carries, so that it is found again by its key.
    protected static String marker(IdempotencyKey key) {
        return "[runbook " + Digest.of(key.key()).brief() + "]";
    }

    /// One series as an output has it.
    protected static Value.Fields summary(Content.MetricSeries series) {
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
    protected static Observation metrics(List<Content.MetricSeries> series, Optional<String> gap) {
        var some = series.stream().filter(s -> !s.points().isEmpty()).toList();
        return answer(some, some.stream().map(LiveVendor::summary).toList(), gap);
    }

    /// A log line of a component.
    public record Said(String component, Content.LogLine line) {}

    /// An answer of log lines, by component and in order of time.
    protected static Observation logs(List<Said> said, Optional<String> gap) {
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
    protected static Observation alerts(List<Content.AlertSeen> seen, Optional<String> gap) {
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
    protected static Observation events(List<Content.ChangeMade> events, Optional<String> gap) {
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
    protected static Observation releases(List<Release> releases, Optional<String> gap) {
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

    /// How long something took, for people.
    protected static String display(Duration duration) {
        return Durations.display(duration);
    }
}
