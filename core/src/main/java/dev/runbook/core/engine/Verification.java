package dev.runbook.core.engine;

import dev.runbook.core.evidence.EvidenceId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A look at the world after acting.
///
/// @param signals what was checked, each with its answer; never empty
/// @param score the share of the signals that were good, in `[0, 1]`
public record Verification(List<Signal> signals, double score) {
    public Verification {
        signals = List.copyOf(signals);
        if (signals.isEmpty()) throw new IllegalArgumentException("a verification without signals verifies nothing");
        if (!(score >= 0 && score <= 1)) throw new IllegalArgumentException("score not in [0, 1]: " + score);
    }

    /// One thing that was checked.
    ///
    /// @param question as the statement that is hoped for, such as `cpu_usage of web-1 recovers`
    /// @param answer good, bad, harmful, or could not be seen
    /// @param detail the figures
    /// @param evidence what the answer stands on
    public record Signal(String question, Answer answer, String detail, Set<EvidenceId> evidence) {
        public Signal {
            evidence = java.util.Collections.unmodifiableSet(new TreeSet<>(evidence));
        }

        /// What was checked and what was seen, in one phrase.
        public String said() {
            return switch (answer) {
                case GOOD -> question + " (" + detail + ")";
                case BAD, HARMFUL -> question + "? No: " + detail;
                case UNSEEN -> question + "? Not known: " + detail;
            };
        }
    }

    /// What a signal says.
    public enum Answer {
        GOOD,
        BAD,
        /// What must not happen has happened: the change did harm.
        HARMFUL,
        UNSEEN;

        /// Whether it says that the change did not help.
        public boolean isBad() {
            return this == BAD || this == HARMFUL;
        }
    }

    /// The verification these signals make.
    public static Verification of(List<Signal> signals) {
        var good = signals.stream().filter(s -> s.answer() == Answer.GOOD).count();
        return new Verification(signals, (double) good / signals.size());
    }

    /// The judgement of whoever could see nothing.
    static Verification unseen(String why) {
        return of(List.of(new Signal("something tells how it is", Answer.UNSEEN, why, Set.of())));
    }

    /// How the problem stands, in one sentence: by what is bad, else by what is good.
    String standing() {
        return signals.stream()
                .min(Comparator.comparing((Signal signal) -> !signal.answer().isBad())
                        .thenComparing(signal -> signal.answer() == Answer.UNSEEN))
                .map(Signal::said)
                .orElse("");
    }

    /// Whether the change did what it must not do; then nothing is gained by waiting for it.
    public boolean harmful() {
        return signals.stream().anyMatch(s -> s.answer() == Answer.HARMFUL);
    }

    /// Why it counts as without effect, though it had one for a while.
    History.Failure decay() {
        return new History.Failure("it helped, and not for long: " + complaint(), against());
    }

    /// Why it counts as without effect.
    History.Failure failure() {
        return new History.Failure(complaint(), against());
    }

    /// The first thing that is not good, in words.
    private String complaint() {
        return signals.stream()
                .filter(signal -> signal.answer() != Answer.GOOD)
                .sorted(Comparator.comparing((Signal signal) -> !signal.answer().isBad()))
                .map(Signal::said)
                .findFirst()
                .orElse("not verified");
    }

    /// The evidence that says it did not help.
    private Set<EvidenceId> against() {
        return signals.stream()
                .filter(signal -> signal.answer().isBad())
                .flatMap(signal -> signal.evidence().stream())
                .collect(Collectors.toSet());
    }

    /// Whether nothing could be seen, good or bad.
    public boolean blind() {
        return signals.stream().allMatch(s -> s.answer() == Answer.UNSEEN);
    }

    /// Whether every signal that could be seen is good, and at least one could.
    public boolean confirmed() {
        return signals.stream().noneMatch(s -> s.answer().isBad())
                && signals.stream().anyMatch(s -> s.answer() == Answer.GOOD);
    }
}
