package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.scene.Scene.Change;
import dev.runbook.ml.offline.statistics.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// A change that made things worse. A change after the onset, or on something that is well, is ruled out by
/// name.
final class ChangeSuspicion implements Suspicion {

    /// Measurements are taken once in a while, and clocks differ: so much later may still be before.
    private static final int LONGEST_QUOTE = 160;
    private static final Duration BLUR = Duration.ofMinutes(2);

    /// A change that trouble was there before has to show its effect within this time.
    private static final Duration AT_ONCE = Duration.ofMinutes(5);

    /// How much it speaks against a change that trouble was there before it.
    private static final double EARLIER_TROUBLE = 0.75;

    @Override
    public List<Suspect> suspects(Scene scene) {
        return scene.changes().stream().map(change -> suspect(scene, change)).toList();
    }

    private static Suspect suspect(Scene scene, Change change) {
        var made = change.change();
        var kind = kind(made.kind());
        var what = made.kind() + (made.version().isEmpty() ? "" : " of version " + made.version()) + " on "
                + made.component();
        var suspect = new Suspect(kind, made.component(), "The " + what + " made things worse")
                .argue(0.1, what + " at " + Figures.time(made.time()) + " by " + made.author(), change.evidence());
        var touched = new TreeSet<>(scene.topology().hostsOf(made.component()));
        touched.addAll(scene.topology().servicesOn(made.component()));
        touched.add(made.component());
        var troubled = scene.measurements().stream()
                .filter(m -> m.troubled() && touched.contains(m.component()))
                .toList();
        // What it changed shows its effects itself; only where it shows none does what is next to it count.
        Optional<Instant> onset = scene.onsetOf(made.component())
                .or(() -> touched.stream()
                        .filter(place -> !isBusyByItself(scene, place, made.component()))
                        .flatMap(c -> scene.onsetOf(c).stream())
                        .min(Comparator.naturalOrder()));
        if (onset.isEmpty())
            return suspect.ruleOut("nothing that was measured on " + made.component() + " is in trouble");
        boolean late = made.time().isAfter(onset.get().plus(BLUR));
        // Trouble may have had another cause first: a change that it grew after can still have made it worse.
        Optional<Instant> grown = late ? grownAfter(made.time(), scene.worseningsOf(made.component())) : onset;
        if (grown.isEmpty())
            return suspect.ruleOut("it was made at " + Figures.time(made.time()) + ", after trouble began at "
                    + Figures.time(onset.get()));
        suspect.began(made.time());
        var gap = Duration.between(made.time(), grown.get());
        double closeness = closeness(gap) - (Releases.isRelease(made.kind()) || isConfiguration(made.kind()) ? 0 : 1);
        suspect.argue(
                closeness,
                "trouble on " + made.component() + (late ? " grew at " : " began at ") + Figures.time(grown.get())
                        + (closeness > 0 ? ", soon after the change" : ", long after the change"),
                change.evidence());
        if (late)
            suspect.argue(
                    -EARLIER_TROUBLE,
                    "some of it was there since " + Figures.time(onset.get()) + ", before the change",
                    change.evidence());
        troubled.stream()
                .filter(m -> m.quantity() == Quantity.ERRORS || m.quantity() == Quantity.AVAILABILITY)
                .findFirst()
                .ifPresent(m -> suspect.argue(1, m));
        troubled.stream()
                .filter(m -> m.quantity() == Quantity.LATENCY)
                .findFirst()
                .ifPresent(m -> suspect.argue(0.5, m));
        var consumed = scene.troubled(made.component(), Quantity.CPU, Quantity.MEMORY);
        if (!consumed.isEmpty() && closeness > 1) {
            if (Releases.reachesAllHosts(scene, made.component())) suspect.argue(1.5, consumed.getFirst());
            else suspect.argue(-1.5, "not all hosts of " + made.component() + " are short", change.evidence());
        }
        var elsewhere = Hints.blamingOthers(scene, made.component());
        if (elsewhere.isPresent())
            suspect.argue(-1.5, elsewhere.get().phrase(), elsewhere.get().evidence());
        else
            scene.logsOf(made.component())
                    .filter(l -> l.isNew()
                            && l.troubling()
                            && !l.since().isBefore(made.time().minus(BLUR)))
                    .findFirst()
                    .ifPresent(l -> suspect.argue(
                            1,
                            "its log has lines since then that it never had before, such as: " + quoted(l.example()),
                            l.evidence()));
        Hints.argue(suspect, 1, scene, made.component(), kind);
        return suspect;
    }

    /// A line as it was logged, for what varies in it may be the name that tells most.
    private static String quoted(String line) {
        var whole = line.lines().findFirst().orElse("").strip();
        return whole.length() <= LONGEST_QUOTE ? whole : whole.substring(0, LONGEST_QUOTE) + "…";
    }

    private static Optional<Instant> grownAfter(Instant change, List<Instant> worsenings) {
        return worsenings.stream()
                .filter(moment -> !moment.isBefore(change.minus(BLUR)) && !moment.isAfter(change.plus(AT_ONCE)))
                .findFirst();
    }

    /// Whether a host's trouble is a busy processor and nothing else, which is not this service's doing.
    private static boolean isBusyByItself(Scene scene, String host, String service) {
        var troubled = scene.troubled(host);
        return !troubled.isEmpty()
                && troubled.stream().allMatch(m -> m.quantity() == Quantity.CPU)
                && scene.topology().hostsOf(service).contains(host)
                && (scene.job(host).isPresent()
                        || !scene.calm(service, Quantity.CPU).isEmpty());
    }

    /// What the time between change and onset says: much when it is short, nothing after an hour, and then
    /// against it.
    private static double closeness(Duration gap) {
        double minutes = Math.max(0, gap.toSeconds() / 60.0);
        return 3.5 * Math.exp(-minutes / 25) - 0.5;
    }

    private static CauseKind kind(String kind) {
        return Releases.isRelease(kind) ? CauseKind.BAD_DEPLOYMENT : CauseKind.CONFIGURATION_CHANGE;
    }

    private static boolean isConfiguration(String kind) {
        return kind.toLowerCase(Locale.ROOT).contains("config");
    }
}
