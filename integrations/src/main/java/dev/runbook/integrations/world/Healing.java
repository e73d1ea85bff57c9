package dev.runbook.integrations.world;

import dev.runbook.integrations.fault.Cure;
import dev.runbook.integrations.fault.Fault;
import dev.runbook.integrations.fault.Onset;
import java.util.ArrayList;
import java.util.List;

/// How a fault ends by what is done about it, and comes back when that is taken back. Immutable. Times are
/// seconds since the start.
///
/// @param turns when it was cured, when it came back, when it was cured again, and so on, in order of time
record Healing(Onset onset, List<Double> turns) {

    /// A cured fault fades with this time constant.
    private static final double RECOVERY_SECONDS = 16;

    Healing {
        turns = List.copyOf(turns);
    }

    /// What became of a fault by what was done so far.
    static Healing of(Fault fault, Past past) {
        double onset = Past.seconds(fault.onset().at());
        var standing = fault.cures(past.estate()).stream()
                .map(cure -> new Standing(cure, onset))
                .toList();
        var turns = new ArrayList<Double>();
        for (int i = 0; i < past.effects().size(); i++) {
            boolean before = standing.stream().anyMatch(Standing::whole);
            for (var one : standing) one.take(past, i);
            boolean after = standing.stream().anyMatch(Standing::whole);
            if (before != after) turns.add(whenFelt(past, i, turns));
        }
        return new Healing(fault.onset(), turns);
    }

    /// When an effect is felt: once it is over, and not before what was done earlier.
    private static double whenFelt(Past past, int effect, List<Double> turns) {
        double done = past.consequences().get(effect).done();
        return turns.isEmpty() ? done : Math.max(done, turns.getLast());
    }

    /// How much of a cure stands. One thread at a time.
    private static final class Standing {
        private final List<Cure.Deed> deeds;
        private final boolean[] done;
        private final double onset;

        private Standing(Cure cure, double onset) {
            deeds = cure.deeds();
            done = new boolean[deeds.size()];
            this.onset = onset;
        }

        private void take(Past past, int number) {
            var effect = past.effects().get(number);
            if (past.seconds(effect.at()) < onset) return;
            for (int i = 0; i < done.length; i++) {
                if (deeds.get(i).isDoneBy(effect.operation(), effect.parameters())) done[i] = true;
                else if (deeds.get(i).isTakenBackBy(effect.operation(), effect.parameters())) done[i] = false;
            }
        }

        private boolean whole() {
            for (boolean one : done) if (!one) return false;
            return true;
        }
    }

    /// How strong the fault is, from 0 to its strength.
    double strength(double at) {
        double strength = 0;
        for (int i = 0; i < turns.size(); i++) {
            double turn = turns.get(i);
            if (at <= turn) return course(i, strength, at);
            strength = course(i, strength, turn);
        }
        return course(turns.size(), strength, at);
    }

    /// How strong it is before its n-th turn, counted from 0.
    ///
    /// @param then how strong it was at the turn before
    private double course(int n, double then, double at) {
        if (n == 0) return onset.grown(at);
        double since = at - turns.get(n - 1);
        return isCuredBefore(n)
                ? then * StrictMath.exp(-since / RECOVERY_SECONDS)
                : Math.min(onset.grown(at), then + onset.regrown(since));
    }

    /// Whether the stretch before the n-th turn is one in which the fault is cured.
    private static boolean isCuredBefore(int n) {
        return n % 2 == 1;
    }

    boolean isCured(double at) {
        return isCuredBefore((int) turns.stream().filter(turn -> turn < at).count());
    }
}
