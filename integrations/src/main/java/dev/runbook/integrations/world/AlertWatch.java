package dev.runbook.integrations.world;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.scenario.AlertRule;
import dev.runbook.integrations.scenario.Fixtures;
import dev.runbook.integrations.scenario.MetricKind;
import dev.runbook.integrations.scenario.RedHerring;
import dev.runbook.integrations.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// Evaluates the alert rules over time. What it has evaluated never changes, so it only ever goes forward and
/// remembers. Safe for use by many threads.
final class AlertWatch {

    private static final long STEP_SECONDS = 30;
    private static final double LOOK_BACK_SECONDS = 3600;
    /// A condition must be gone this long before the alert resolves.
    private static final double CLEAR_SECONDS = 30;

    private final Scenario scenario;
    private final List<Watched> watched = new ArrayList<>();
    private long nextTick;

    AlertWatch(Scenario scenario) {
        this.scenario = scenario;
        var fixtures = Fixtures.STANDARD;
        for (var rule : fixtures.alerts())
            for (var component : scenario.estate().components())
                if (component.kind().equals(rule.of()))
                    fixtures.metrics().stream()
                            .filter(m -> m.name().equals(rule.metric()))
                            .findFirst()
                            .ifPresent(metric -> watched.add(new Watched(rule, component, metric)));
        double earliest = scenario.faults().stream()
                .mapToDouble(f -> Past.seconds(f.onset().at()))
                .min()
                .orElse(0);
        nextTick = (long) StrictMath.floor((Math.min(0, earliest) - LOOK_BACK_SECONDS) / STEP_SECONDS);
    }

    /// An alert with the times between which it fired, in seconds since the start.
    record Firing(Alert alert, double from, OptionalDouble until) {
        boolean firesAt(double at) {
            return from <= at && (until.isEmpty() || at < until.getAsDouble());
        }
    }

    /// The alerts that fired between two times, in order of time.
    synchronized List<Firing> between(double from, double to, Telemetry telemetry, Telemetry usual, Past past) {
        for (; nextTick * STEP_SECONDS <= to; nextTick++)
            for (var one : watched) one.look((double) nextTick * STEP_SECONDS, telemetry, usual, past);
        var firings = new ArrayList<Firing>();
        for (var one : watched) firings.addAll(one.firings(from, to));
        for (var herring : scenario.redHerrings())
            if (herring instanceof RedHerring.FlappingAlert flapping) firings.addAll(flap(flapping, from, to, past));
        firings.sort(Comparator.comparingDouble(Firing::from)
                .thenComparing(f -> f.alert().fingerprint()));
        return firings;
    }

    private static List<Firing> flap(RedHerring.FlappingAlert flapping, double from, double to, Past past) {
        double every = Past.seconds(flapping.every());
        double lasting = Past.seconds(flapping.lasting());
        var firings = new ArrayList<Firing>();
        for (long turn = (long) StrictMath.floor((from - lasting) / every); turn * every <= to; turn++) {
            double begin = turn * every;
            if (begin + lasting < from) continue;
            var until = begin + lasting <= to ? OptionalDouble.of(begin + lasting) : OptionalDouble.empty();
            firings.add(new Firing(
                    alert(flapping.name(), flapping.component(), flapping.text(), flapping.severity(), begin, past),
                    begin,
                    until));
        }
        return firings;
    }

    private static Alert alert(String name, String component, String text, Severity severity, double from, Past past) {
        return new Alert(name, component, text, severity, past.instant(from), Map.of("source", "monitoring"));
    }

    /// One rule on one component.
    private static final class Watched {
        private final AlertRule rule;
        private final Component component;
        private final MetricKind metric;
        private final List<Firing> over = new ArrayList<>();
        private OptionalDouble exceededSince = OptionalDouble.empty();
        private OptionalDouble clearSince = OptionalDouble.empty();
        private List<Firing> current = List.of();

        private Watched(AlertRule rule, Component component, MetricKind metric) {
            this.rule = rule;
            this.component = component;
            this.metric = metric;
        }

        void look(double at, Telemetry telemetry, Telemetry usual, Past past) {
            double value = telemetry.measured(component, metric, at);
            double limit = rule.relative() ? rule.limit() * usual.exact(component, metric.name(), at) : rule.limit();
            if (value > limit) {
                clearSince = OptionalDouble.empty();
                if (exceededSince.isEmpty()) exceededSince = OptionalDouble.of(at);
                if (current.isEmpty() && at - exceededSince.getAsDouble() >= Past.seconds(rule.lasting()))
                    current = List.of(new Firing(
                            alert(rule.name(), component.name(), text(value, limit), rule.severity(), at, past),
                            at,
                            OptionalDouble.empty()));
            } else {
                exceededSince = OptionalDouble.empty();
                if (clearSince.isEmpty()) clearSince = OptionalDouble.of(at);
                if (!current.isEmpty() && at - clearSince.getAsDouble() >= CLEAR_SECONDS) {
                    over.add(new Firing(
                            current.getFirst().alert(), current.getFirst().from(), OptionalDouble.of(at)));
                    current = List.of();
                }
            }
        }

        private String text(double value, double limit) {
            return rule.text()
                    .replace("{component}", component.name())
                    .replace("{value}", String.format(Locale.ROOT, "%.1f", value))
                    .replace("{limit}", String.format(Locale.ROOT, "%.1f", limit));
        }

        /// As they were known at `to`: an alert that resolved later still fires.
        List<Firing> firings(double from, double to) {
            var known = new ArrayList<Firing>();
            for (var firing : over) {
                if (firing.from() > to || firing.until().getAsDouble() < from) continue;
                known.add(
                        firing.until().getAsDouble() <= to
                                ? firing
                                : new Firing(firing.alert(), firing.from(), OptionalDouble.empty()));
            }
            current.stream().filter(f -> f.from() <= to).forEach(known::add);
            return known;
        }
    }
}
