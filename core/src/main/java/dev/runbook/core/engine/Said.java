package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What people have said about an incident that the engine goes by from then on.
///
/// @param classified whether a person said what kind of problem it is and how bad
/// @param ruledOut causes that people rule out, in the order in which they did
public record Said(boolean classified, List<NoCause> ruledOut) {

    /// Nobody has corrected anything.
    public static final Said NOTHING = new Said(false, List.of());

    public Said {
        ruledOut = List.copyOf(ruledOut);
    }

    /// A cause that a person rules out.
    ///
    /// @param reason who says so, and why
    public record NoCause(CauseKind kind, String component, String reason) {}

    Said classifying() {
        return new Said(true, ruledOut);
    }

    Said rulingOut(NoCause cause) {
        return new Said(
                classified, Stream.concat(ruledOut.stream(), Stream.of(cause)).toList());
    }

    /// A diagnosis in which what people rule out is ruled out, and stands last. Where nothing else is left, the
    /// evidence does not tell.
    Diagnosis heeded(Diagnosis diagnosis) {
        if (ruledOut.isEmpty()) return diagnosis;
        var hypotheses = diagnosis.hypotheses().stream().map(this::heeded).toList();
        var standing = hypotheses.stream().filter(h -> h.ruledOut().isEmpty()).toList();
        var others = hypotheses.stream().filter(h -> h.ruledOut().isPresent()).toList();
        var verdict = diagnosis.verdict() == Diagnosis.Verdict.FAULT && standing.isEmpty()
                ? Diagnosis.Verdict.INCONCLUSIVE
                : diagnosis.verdict();
        return new Diagnosis(
                verdict, Stream.concat(standing.stream(), others.stream()).toList(), diagnosis.gaps());
    }

    private Hypothesis heeded(Hypothesis hypothesis) {
        var word = ruledOut.stream()
                .filter(cause -> cause.kind == hypothesis.kind() && cause.component.equals(hypothesis.component()))
                .map(NoCause::reason)
                .findFirst();
        return word.isEmpty() || hypothesis.ruledOut().isPresent()
                ? hypothesis
                : new Hypothesis(
                        hypothesis.statement(),
                        hypothesis.kind(),
                        hypothesis.component(),
                        hypothesis.onset(),
                        hypothesis.confidence(),
                        hypothesis.supportedBy(),
                        hypothesis.contradictedBy(),
                        Optional.of(word.get()));
    }
}
