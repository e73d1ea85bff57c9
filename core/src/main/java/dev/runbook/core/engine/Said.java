package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What people have said about an incident that the engine goes by from then on.
///
/// @param classified whether a person said what kind of problem it is and how bad
/// @param ruledOut causes that people rule out, in the order in which they did
/// @param believed the cause that a person goes by though it was ruled out; the last word counts
public record Said(boolean classified, List<Cause> ruledOut, Optional<Cause> believed) {

    /// Nobody has corrected anything.
    public static final Said NOTHING = new Said(false, List.of(), Optional.empty());

    /// What a cause is worth that evidence speaks against and a person believes: one word against the other.
    private static final double ONE_WORD = 0.5;

    public Said {
        ruledOut = List.copyOf(ruledOut);
    }

    /// A cause that a person speaks of.
    ///
    /// @param reason who says so, and why
    public record Cause(CauseKind kind, String component, String reason) {
        private boolean is(Hypothesis hypothesis) {
            return kind == hypothesis.kind() && component.equals(hypothesis.component());
        }

        private boolean isAlso(Cause other) {
            return kind == other.kind && component.equals(other.component);
        }
    }

    Said classifying() {
        return new Said(true, ruledOut, believed);
    }

    Said rulingOut(Cause cause) {
        return new Said(
                classified,
                Stream.concat(ruledOut.stream(), Stream.of(cause)).toList(),
                believed.filter(Predicate.not(cause::isAlso)));
    }

    Said believing(Cause cause) {
        return new Said(
                classified,
                ruledOut.stream().filter(Predicate.not(cause::isAlso)).toList(),
                Optional.of(cause));
    }

    /// A diagnosis in which what people rule out is ruled out and stands last, and what they believe is not
    /// ruled out and leads. Where nothing else is left, the evidence does not tell.
    Diagnosis heeded(Diagnosis diagnosis) {
        if (ruledOut.isEmpty() && believed.isEmpty()) return diagnosis;
        var hypotheses = diagnosis.hypotheses().stream().map(this::heeded).toList();
        var leading = hypotheses.stream().filter(this::isBelieved).toList();
        var standing = hypotheses.stream()
                .filter(h -> h.ruledOut().isEmpty() && !isBelieved(h))
                .toList();
        var others = hypotheses.stream().filter(h -> h.ruledOut().isPresent()).toList();
        return new Diagnosis(
                verdict(diagnosis, leading, standing),
                Stream.of(leading, standing, others).flatMap(List::stream).toList(),
                diagnosis.gaps());
    }

    private static Diagnosis.Verdict verdict(Diagnosis diagnosis, List<Hypothesis> leading, List<Hypothesis> standing) {
        if (!leading.isEmpty()) return Diagnosis.Verdict.FAULT;
        return diagnosis.verdict() == Diagnosis.Verdict.FAULT && standing.isEmpty()
                ? Diagnosis.Verdict.INCONCLUSIVE
                : diagnosis.verdict();
    }

    private boolean isBelieved(Hypothesis hypothesis) {
        return believed.filter(cause -> cause.is(hypothesis)).isPresent();
    }

    private Hypothesis heeded(Hypothesis hypothesis) {
        if (isBelieved(hypothesis))
            return with(hypothesis, Math.max(hypothesis.confidence(), ONE_WORD), Optional.empty());
        var word = ruledOut.stream()
                .filter(cause -> cause.is(hypothesis))
                .map(Cause::reason)
                .findFirst();
        return word.isEmpty() || hypothesis.ruledOut().isPresent()
                ? hypothesis
                : with(hypothesis, hypothesis.confidence(), word);
    }

    private static Hypothesis with(Hypothesis hypothesis, double confidence, Optional<String> ruledOut) {
        return new Hypothesis(
                hypothesis.statement(),
                hypothesis.kind(),
                hypothesis.component(),
                hypothesis.onset(),
                confidence,
                hypothesis.supportedBy(),
                hypothesis.contradictedBy(),
                ruledOut);
    }
}
