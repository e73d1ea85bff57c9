package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Verification.Answer;
import dev.runbook.core.engine.Verification.Signal;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges from fresh evidence whether the problem is gone: the alerts that fired, the runbook's trigger,
/// the success conditions of the steps that ran, and the metrics the diagnosis stood on. Pure.
final class Verifier {

    /// A metric has recovered when what is left of its deviation is at most this share.
    private static final double LEFT_OVER = 0.35;

    /// A metric in its usual range has recovered when what is left of its deviation is at most this share.
    private static final double HALF = 0.5;

    /// A metric that moved by less than this share is where it was.
    private static final double SAME = 0.02;

    /// How many spreads around its usual level a metric moves without meaning anything.
    private static final double NOISE = 4;

    /// How much earlier an alert must have fired than its supposed cause began, to be none of its effects;
    /// alerts and
    /// measurements come a minute apart.
    private static final Duration WELL_BEFORE = Duration.ofMinutes(3);

    /// Words in the names of alerts that say that a host has no processor time left.
    private static final Set<String> BUSY = Set.of("cpu", "processor", "load");

    private final Expressions expressions;
    private final Scopes scopes;

    Verifier(Expressions expressions, Scopes scopes) {
        this.expressions = expressions;
        this.scopes = scopes;
    }

    /// The judgement.
    ///
    /// @param followed the runbook that is followed, then those it called
    /// @param before all evidence from before the look
    /// @param fresh the evidence and gaps of the look
    Verification verify(
            Incident incident,
            List<Followed> followed,
            List<Evidence> before,
            Event.EvidenceGathered fresh,
            Focus focus) {
        var signals = new ArrayList<Signal>();
        signals.addAll(alerts(incident, before, fresh, focus));
        incident.findings()
                .diagnosis()
                .flatMap(d -> d.leading())
                .ifPresent(h -> signals.addAll(metrics(h, before, fresh)));
        signals.addAll(conditions(incident, followed, fresh, focus));
        return signals.isEmpty() ? Verification.unseen("no signal could be looked at") : Verification.of(signals);
    }

    /// An alert that speaks of what was so all along or from before the cause, that came and went before, or
    /// of what the
    /// diagnosis found harmless, and that the diagnosis does not stand on, is not expected to fall silent.
    private static List<Signal> alerts(
            Incident incident, List<Evidence> before, Event.EvidenceGathered fresh, Focus focus) {
        var diagnosis = incident.findings().diagnosis();
        var cause = diagnosis.flatMap(Diagnosis::leading);
        var could = fresh.gaps().stream().noneMatch(gap -> gap.startsWith("monitoring.get_current_alerts"));
        var signals = new ArrayList<Signal>();
        var seen = new HashSet<String>();
        for (var piece : before) {
            if (!(piece.content() instanceof Content.AlertSeen(var alert, var firing))) continue;
            if (!firing || !focus.components().contains(alert.component()) || !seen.add(alert.fingerprint())) continue;
            if (isStanding(alert, cause, before) || comesAndGoes(alert, cause, before)) continue;
            if (diagnosis
                    .filter(_ -> !isReported(alert, incident))
                    .filter(found ->
                            isOlder(alert, found, before) || isBusyForNobody(alert, found, before, fresh, focus))
                    .isPresent()) continue;
            var now = fresh.evidence().stream()
                    .filter(e -> e.content() instanceof Content.AlertSeen(var other, var still)
                            && still
                            && other.fingerprint().equals(alert.fingerprint()))
                    .findFirst();
            var answer = !could ? Answer.UNSEEN : now.isPresent() ? Answer.BAD : Answer.GOOD;
            signals.add(new Signal(
                    "alert " + alert.name() + " of " + alert.component() + " is silent",
                    answer,
                    switch (answer) {
                        case GOOD -> "it no longer fires";
                        case BAD -> "it still fires";
                        case UNSEEN, HARMFUL -> "the alerts could not be read";
                    },
                    now.map(e -> Set.of(piece.id(), e.id())).orElse(Set.of(piece.id()))));
        }
        return signals;
    }

    /// Whether the metrics that an alert is about were seen to keep the level that they had at first, and
    /// the cause does not stand on them.
    private static boolean isStanding(Alert alert, Optional<Hypothesis> cause, List<Evidence> before) {
        var about = before.stream().filter(piece -> isAbout(alert, piece)).toList();
        return !about.isEmpty()
                && about.stream()
                        .noneMatch(piece -> cause.filter(h -> h.supportedBy().contains(piece.id()))
                                .isPresent())
                && Readings.freshest(about).values().stream().allMatch(Verifier::isUnchanged);
    }

    /// Whether an alert fell silent by itself before the trouble began, so that it may fire whatever becomes
    /// of it.
    private static boolean comesAndGoes(Alert alert, Optional<Hypothesis> cause, List<Evidence> before) {
        var onset = cause.flatMap(Hypothesis::onset);
        if (onset.isEmpty()) return false;
        var seen = before.stream().filter(piece -> speaksOf(alert, piece)).toList();
        return seen.stream().noneMatch(piece -> cause.get().supportedBy().contains(piece.id()))
                && seen.stream()
                        .anyMatch(piece -> piece.content() instanceof Content.AlertSeen(var earlier, var firing)
                                && !firing
                                && earlier.startedAt().isBefore(onset.get()));
    }

    /// Whether the incident is about an alert, or about where it fires: it is not over while that goes on.
    private static boolean isReported(Alert alert, Incident incident) {
        var report = incident.report();
        return report.alerts().stream().anyMatch(one -> one.fingerprint().equals(alert.fingerprint()))
                || report.host().filter(alert.component()::equals).isPresent()
                || report.service().filter(alert.component()::equals).isPresent();
    }

    /// Whether an alert fired well before the cause began, which no effect of it can. Nothing else is known
    /// to be wrong there, or the diagnosis would stand on it.
    private static boolean isOlder(Alert alert, Diagnosis diagnosis, List<Evidence> before) {
        return diagnosis
                        .leading()
                        .flatMap(Hypothesis::onset)
                        .filter(onset -> alert.startedAt().isBefore(onset.minus(WELL_BEFORE)))
                        .isPresent()
                && !stoodOn(alert, diagnosis, spokenOf(alert, before));
    }

    /// Whether an alert still says that a host is short of processor time, when the cause is not there and
    /// none of the
    /// services that run there complains any more: a job that nobody feels.
    private static boolean isBusyForNobody(
            Alert alert, Diagnosis diagnosis, List<Evidence> before, Event.EvidenceGathered fresh, Focus focus) {
        if (!focus.hosts().contains(alert.component()) || Collections.disjoint(words(alert.name()), BUSY)) return false;
        var firing = fresh.evidence().stream()
                .map(Evidence::content)
                .filter(content -> content instanceof Content.AlertSeen(var _, var still) && still)
                .map(content -> ((Content.AlertSeen) content).alert().component())
                .collect(Collectors.toSet());
        var there = Estate.of(before)
                .below(alert.component())
                .filter(component -> !component.equals(alert.component()))
                .collect(Collectors.toSet());
        return firing.contains(alert.component())
                && Collections.disjoint(firing, there)
                && diagnosis
                        .leading()
                        .filter(cause -> there.contains(cause.component()))
                        .isEmpty()
                && !stoodOn(alert, diagnosis, spokenOf(alert, before));
    }

    private static boolean stoodOn(Alert alert, Diagnosis diagnosis, Set<EvidenceId> spoken) {
        return diagnosis
                .leading()
                .filter(cause -> cause.component().equals(alert.component())
                        || !Collections.disjoint(cause.supportedBy(), spoken))
                .isPresent();
    }

    private static Set<EvidenceId> spokenOf(Alert alert, List<Evidence> before) {
        return before.stream()
                .filter(piece -> speaksOf(alert, piece) || isAbout(alert, piece))
                .map(Evidence::id)
                .collect(Collectors.toSet());
    }

    private static boolean speaksOf(Alert alert, Evidence piece) {
        return piece.content() instanceof Content.AlertSeen(var other, var _)
                && other.fingerprint().equals(alert.fingerprint());
    }

    /// Whether a metric is that of an alert, by the words that both names share: `HighCpu` and `cpu_usage`.
    private static boolean isAbout(Alert alert, Evidence piece) {
        return piece.content() instanceof Content.MetricSeries series
                && series.component().equals(alert.component())
                && !Collections.disjoint(words(alert.name()), words(series.metric()));
    }

    private static Set<String> words(String name) {
        return Stream.of(name.split("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])", -1))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() > 2)
                .collect(Collectors.toSet());
    }

    private static boolean isUnchanged(Content.MetricSeries series) {
        var first = before(series, Optional.empty());
        if (first.isEmpty()) return false;
        var usual = Readings.median(first);
        var noise = Math.max(NOISE * Readings.spread(first, usual), SAME * Math.abs(usual));
        return Math.abs(Readings.now(series.points()) - usual) <= noise;
    }

    /// The metrics that the leading hypothesis stands on must go back to where they were before its onset.
    /// Each is judged once, by how it was when it was last seen before acting.
    private static List<Signal> metrics(Hypothesis hypothesis, List<Evidence> before, Event.EvidenceGathered fresh) {
        var latest = new LinkedHashMap<String, Evidence>();
        for (var piece : before)
            if (hypothesis.supportedBy().contains(piece.id())
                    && piece.content() instanceof Content.MetricSeries series
                    && !series.points().isEmpty())
                latest.merge(
                        series.component() + "/" + series.metric(),
                        piece,
                        (one, other) -> end(one).isAfter(end(other)) ? one : other);
        return latest.values().stream()
                .map(piece -> metric(piece, hypothesis.onset(), fresh))
                .toList();
    }

    private static Instant end(Evidence piece) {
        return ((Content.MetricSeries) piece.content()).points().getLast().time();
    }

    private static Signal metric(Evidence piece, Optional<Instant> onset, Event.EvidenceGathered fresh) {
        var series = (Content.MetricSeries) piece.content();
        var question = series.metric() + " of " + series.component() + " recovers";
        var usual = before(series, onset);
        if (usual.isEmpty())
            return new Signal(question, Answer.UNSEEN, "what is usual was not seen", Set.of(piece.id()));
        var baseline = Readings.median(usual);
        var noise = NOISE * Readings.spread(usual, baseline);
        var sick = Readings.now(series.points());
        if (Math.abs(sick - baseline) <= noise) {
            var detail = number(sick) + " at the diagnosis was as before, so it tells nothing";
            return new Signal(question, Answer.UNSEEN, detail, Set.of(piece.id()));
        }
        return fresh.evidence().stream()
                .filter(e -> e.content() instanceof Content.MetricSeries s
                        && s.component().equals(series.component())
                        && s.metric().equals(series.metric())
                        && !s.points().isEmpty())
                .reduce((_, last) -> last)
                .map(now -> recovery(question, series, new Levels(baseline, noise, sick), piece, now))
                .orElseGet(() -> new Signal(question, Answer.UNSEEN, "it could not be read again", Set.of(piece.id())));
    }

    /// The levels that a metric is judged by.
    ///
    /// @param baseline its usual level
    /// @param noise how far from it means nothing
    /// @param sick its level at the diagnosis, further away than that
    private record Levels(double baseline, double noise, double sick) {

        /// What is left of the deviation: 0 when it is gone, 1 when it is as it was, more when it is worse.
        double leftOver(double reading) {
            return Math.abs(reading - baseline) / Math.abs(sick - baseline);
        }

        /// Whether it was above its usual level and is below it now, by less than half: what each of
        /// more replicas gets to do.
        boolean hasCrossed(double reading) {
            return sick > baseline && reading < baseline && reading > HALF * baseline;
        }

        boolean isUsual(double reading) {
            return Math.abs(reading - baseline) <= noise;
        }
    }

    /// A metric that is in its usual range has only recovered if it has come a good part of the way: where
    /// the range is wide, being a little less ill tells nothing.
    private static Signal recovery(
            String question, Content.MetricSeries series, Levels levels, Evidence then, Evidence now) {
        var reading = Readings.now(((Content.MetricSeries) now.content()).points());
        var leftOver = levels.leftOver(reading);
        var recovered = leftOver <= LEFT_OVER || (levels.isUsual(reading) && leftOver <= HALF);
        var better = isBetterThanUsual(series, levels.sick(), levels.baseline(), reading);
        var crossed = levels.hasCrossed(reading);
        var answer = recovered || better
                ? Answer.GOOD
                : crossed || (levels.isUsual(reading) && leftOver < 1) ? Answer.UNSEEN : Answer.BAD;
        var unit = series.unit().isEmpty() ? "" : " " + series.unit();
        var figures = number(levels.baseline()) + " before, " + number(levels.sick()) + " at the diagnosis, "
                + number(reading) + unit + " now";
        var share = Math.round(100 * (1 - leftOver)) + " %";
        var said = better && !levels.isUsual(reading)
                ? "it is better than usual"
                : crossed && answer == Answer.UNSEEN
                        ? "it was above its usual and is below it, which tells nothing"
                        : leftOver > 1
                                ? "it is worse"
                                : levels.isUsual(reading) && answer == Answer.GOOD
                                        ? "it is back in its usual range"
                                        : answer == Answer.UNSEEN
                                                ? "it is in its usual range, but only " + share
                                                        + " better, which tells nothing"
                                                : "it has recovered by " + share;
        return new Signal(question, answer, said + ": " + figures, Set.of(then.id(), now.id()));
    }

    /// A share or a waiting time that was too high may well be lower than usual now: a disk is cleaned of
    /// more than what filled it last. What counts something is not well when it is far below the usual.
    private static boolean isBetterThanUsual(
            Content.MetricSeries series, double sick, double baseline, double reading) {
        return sick > baseline
                && reading < baseline
                && (series.unit().equals("percent") || series.unit().equals("ms"));
    }

    /// The points from before the trouble: before its onset, or the first third where the onset is not
    /// known. Fewer than three say nothing.
    private static List<Content.Point> before(Content.MetricSeries series, Optional<Instant> onset) {
        var points = series.points();
        var before = onset.map(time ->
                        points.stream().filter(p -> p.time().isBefore(time)).toList())
                .orElseGet(() -> points.subList(0, points.size() / 3));
        return before.size() < 3 ? List.of() : before;
    }

    private List<Signal> conditions(
            Incident incident, List<Followed> followed, Event.EvidenceGathered fresh, Focus focus) {
        var signals = new ArrayList<Signal>();
        var ids = new HashSet<EvidenceId>();
        fresh.evidence().stream()
                .filter(e -> e.content() instanceof Content.MetricSeries)
                .forEach(e -> ids.add(e.id()));
        var readings = Readings.latest(fresh.evidence(), focus.inQuestion(incident)::contains);
        followed.stream()
                .limit(1)
                .flatMap(f -> f.runbook().trigger().stream())
                .flatMap(trigger ->
                        condition("trigger " + trigger.source() + " no longer holds", trigger, readings, false, ids)
                                .stream())
                .forEach(signals::add);
        for (var one : followed) {
            var scope = readings.with(scopes.values(incident, one.runbook()).fields());
            one.executed().forEach(step -> signals.addAll(checked(step, scope, ids)));
        }
        return signals;
    }

    /// The signals that a step's own conditions give; one that cannot be judged gives one that was not seen.
    private List<Signal> checked(Step.Execute step, Value.Fields scope, Set<EvidenceId> ids) {
        var signals = new ArrayList<Signal>();
        step.success()
                .map(success -> checked(step.id() + " succeeded: " + success.source(), success, scope, true, ids))
                .ifPresent(signals::add);
        step.check()
                .harm()
                .map(harm -> harmful(checked(step.id() + " did no harm: " + harm.source(), harm, scope, false, ids)))
                .ifPresent(signals::add);
        return signals;
    }

    private static Signal harmful(Signal harm) {
        return harm.answer() == Answer.BAD
                ? new Signal(harm.question(), Answer.HARMFUL, harm.detail(), harm.evidence())
                : harm;
    }

    private Signal checked(
            String question, Expression condition, Value.Fields scope, boolean wanted, Set<EvidenceId> ids) {
        return condition(question, condition, scope, wanted, ids)
                .orElseGet(() -> new Signal(question, Answer.UNSEEN, "what it speaks of could not be read", ids));
    }

    /// A signal from a condition; empty when the condition speaks of what was not measured.
    private Optional<Signal> condition(
            String question, Expression expression, Value.Fields scope, boolean wanted, Set<EvidenceId> ids) {
        return switch (expressions.evaluate(expression, scope)) {
            case Expressions.Evaluation.Evaluated(Value.Truth(var truth)) ->
                Optional.of(new Signal(
                        question,
                        truth == wanted ? Answer.GOOD : Answer.BAD,
                        expression.source() + " is " + truth,
                        ids));
            case Expressions.Evaluation _ -> Optional.empty();
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
