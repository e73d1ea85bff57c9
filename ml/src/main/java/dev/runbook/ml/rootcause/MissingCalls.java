package dev.runbook.ml.rootcause;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Suspects those whose callees are asked for less than goes with what they themselves are asked for, where
/// nobody says who calls whom.
///
/// An exception or an early return shows in no measurement of the component that has it: it is asked as often
/// as before, answers as fast, and is as busy. But what it would have called after that is called less. Who may
/// call whom is taken from the healthy period: their traffic goes together, and the caller takes longer, since
/// it waits for what it calls.
final class MissingCalls {

    /// Traffic that goes together less than this is of other calls.
    private static final double LEAST_TOGETHER = 0.1;

    /// Less than this is not worth a word.
    private static final double LEAST = 0.1;

    private final Traffic traffic;

    private MissingCalls(Traffic traffic) {
        this.traffic = traffic;
    }

    /// A clue for each component whose calls stay away.
    static List<Clue> clues(Traffic traffic) {
        return new MissingCalls(traffic).clues();
    }

    private List<Clue> clues() {
        List<Clue> clues = new ArrayList<>();
        for (var caller : traffic.components()) {
            double suspicion = 0;
            var callees = new TreeSet<String>();
            for (var callee : traffic.components()) {
                if (callee.equals(caller) || !traffic.waitsFor(caller, callee)) continue;
                double together = traffic.together(caller, callee);
                if (together < LEAST_TOGETHER) continue;
                double rarity = traffic.stayedAway(caller, callee);
                double share = together * rarity * rarity;
                suspicion += share;
                if (share >= LEAST) callees.add(callee);
            }
            if (!callees.isEmpty()) clues.add(clue(caller, suspicion, callees));
        }
        return clues;
    }

    private static Clue clue(String caller, double suspicion, Set<String> callees) {
        return new Clue(
                caller,
                "traffic",
                suspicion,
                String.format(
                        Locale.ROOT,
                        "%s called less than goes with the traffic of %s",
                        String.join(", ", callees) + (callees.size() == 1 ? " is" : " are"),
                        caller));
    }
}
