package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.engine.Verification.Answer;
import dev.runbook.core.engine.Verification.Signal;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges from fresh evidence whether the problem is gone: the alerts that fired, the runbook's trigger,
/// the success conditions of the steps that ran, and the metrics the diagnosis stood on. Pure.
final class Verifier {

    private final Expressions expressions;
    private final Scopes scopes;

    Verifier(Expressions expressions, Scopes scopes) {
        this.expressions = expressions;
        this.scopes = scopes;
    }

    /// One signal.
    ///
    /// @param own whether it speaks of the cause itself; another one may be bad for other reasons
    /// @param observed whether it was seen in the world, and is not only a condition that a runbook sets
    record Checked(Signal signal, boolean own, boolean observed) {}

    /// What a look says.
    ///
    /// @param all about everything that was wrong
    /// @param ofTheCause about the cause alone, where that is seen to be gone; else empty
    record Judgement(Verification all, Optional<Verification> ofTheCause) {}

    /// The judgement.
    ///
    /// @param followed the runbook that is followed, then those it called
    /// @param before all evidence from before the look
    /// @param fresh the evidence and gaps of the look
    Judgement verify(
            Incident incident,
            List<Followed> followed,
            List<Evidence> before,
            Event.EvidenceGathered fresh,
            Focus focus) {
        var cause = incident.findings().diagnosis().flatMap(Diagnosis::leading);
        var checked = new ArrayList<>(AlertSignals.check(incident, before, fresh, focus));
        incident.yardstick()
                .flatMap(Diagnosis::leading)
                .ifPresent(hypothesis -> checked.addAll(Recovery.check(hypothesis, before, fresh)));
        conditions(incident, followed, fresh, focus).forEach(s -> checked.add(new Checked(s, true, false)));
        // What else fires is known to be no fault.
        if (cause.isEmpty() && !incident.history().cured().isEmpty()) checked.removeIf(signal -> !signal.own());
        if (checked.isEmpty())
            return new Judgement(Verification.unseen("no signal could be looked at"), Optional.empty());
        return new Judgement(
                Verification.of(checked.stream().map(Checked::signal).toList()),
                cause.flatMap(_ -> ofTheCause(checked)));
    }

    /// A cause is gone when everything that speaks of it is good, and something of that was seen in the world.
    private static Optional<Verification> ofTheCause(List<Checked> checked) {
        var own = checked.stream().filter(Checked::own).toList();
        var seenGone = own.stream().anyMatch(c -> c.observed() && c.signal().answer() == Answer.GOOD);
        var gone = seenGone && own.stream().noneMatch(c -> c.signal().answer().isBad());
        return gone
                ? Optional.of(Verification.of(own.stream().map(Checked::signal).toList()))
                : Optional.empty();
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
}
