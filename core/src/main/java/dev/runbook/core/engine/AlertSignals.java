package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Verification.Answer;
import dev.runbook.core.engine.Verification.Signal;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges which alerts have to fall silent for the problem to be gone, and whether they did. Pure.
final class AlertSignals {

    /// A metric that moved by less than this share is where it was.
    private static final double SAME = 0.02;

    /// How many spreads around its usual level a metric moves without meaning anything.
    private static final double NOISE = 4;

    /// How much earlier an alert must have fired than its supposed cause began, to be none of its effects;
    /// alerts and measurements come a minute apart.
    private static final Duration WELL_BEFORE = Duration.ofMinutes(3);

    /// Words in the names of alerts that say that a host has no processor time left.
    private static final Set<String> BUSY = Set.of("cpu", "processor", "load");

    /// Words in names that say how something is measured, and not what.
    private static final Set<String> MEASURES =
            Set.of("high", "low", "rate", "ratio", "usage", "used", "percent", "count", "total", "per", "second");

    private AlertSignals() {}

    /// An alert that speaks of what was so all along or from before the cause, that came and went before,
    /// or of what the diagnosis found harmless, and that the diagnosis does not stand on, is not expected
    /// to fall silent.
    static List<Verifier.Checked> check(
            Incident incident, List<Evidence> before, Event.EvidenceGathered fresh, Focus focus) {
        var diagnosis = incident.yardstick();
        var cause = diagnosis.flatMap(Diagnosis::leading);
        var seat = cause.map(found -> Seat.of(found, before));
        var could = fresh.gaps().stream().noneMatch(gap -> gap.startsWith("monitoring.get_current_alerts"));
        var checked = new ArrayList<Verifier.Checked>();
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
            var signal = new Signal(
                    "alert " + alert.name() + " of " + alert.component() + " is silent",
                    answer,
                    switch (answer) {
                        case GOOD -> "it no longer fires";
                        case BAD -> "it still fires";
                        case UNSEEN, HARMFUL -> "the alerts could not be read";
                    },
                    now.map(e -> Set.of(piece.id(), e.id())).orElse(Set.of(piece.id())));
            checked.add(new Verifier.Checked(
                    signal, seat.filter(at -> isOf(at, alert, before)).isPresent(), true));
        }
        return checked;
    }

    /// Whether an alert speaks of the cause itself: it fires where that sits, and the diagnosis stands on it or
    /// on what it is about, or nothing tells what else it is about.
    private static boolean isOf(Seat seat, Alert alert, List<Evidence> before) {
        if (!seat.holds(alert.component())) return false;
        if (!Collections.disjoint(seat.cause().supportedBy(), spokenOf(alert, before))) return true;
        return seat.cause().component().equals(alert.component())
                && before.stream().noneMatch(piece -> isAbout(alert, piece));
    }

    /// Whether the metrics that an alert is about were seen to keep the level that they had at first, and
    /// the cause does not stand on them.
    private static boolean isStanding(Alert alert, Optional<Hypothesis> cause, List<Evidence> before) {
        var about = before.stream().filter(piece -> isAbout(alert, piece)).toList();
        return !about.isEmpty()
                && about.stream()
                        .noneMatch(piece -> cause.filter(h -> h.supportedBy().contains(piece.id()))
                                .isPresent())
                && Readings.freshest(about).values().stream().allMatch(AlertSignals::isUnchanged);
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
    /// none of the services that run there complains any more: a job that nobody feels.
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
                .filter(word -> word.length() > 2 && !MEASURES.contains(word))
                .collect(Collectors.toSet());
    }

    private static boolean isUnchanged(Content.MetricSeries series) {
        var first = Recovery.before(series, Optional.empty());
        if (first.isEmpty()) return false;
        var usual = Readings.median(first);
        var noise = Math.max(NOISE * Readings.spread(first, usual), SAME * Math.abs(usual));
        return Math.abs(Readings.now(series.points()) - usual) <= noise;
    }
}
