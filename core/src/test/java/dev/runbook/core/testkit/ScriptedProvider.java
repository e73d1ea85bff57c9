package dev.runbook.core.testkit;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// A provider that does what a test says, and keeps a ledger of everything it did. It stands outside of the
/// process under test: its ledger outlives every [Crash].
///
/// It is harsh: the same key twice acts twice, so that whoever repeats an effect is found out. Safe for use
/// by many threads.
public final class ScriptedProvider implements Provider {

    /// What becomes of one call that changes the world.
    public enum Behaviour {
        /// It acts and says so.
        WORKS,
        /// It does not act and says so.
        REFUSES,
        /// It acts, but the answer is lost.
        LOSES_REPLY,
        /// It does not act, and there is no answer.
        TIMES_OUT,
        /// The caller's process dies before it acts.
        CRASHES_BEFORE,
        /// It acts, and the caller's process dies before it hears of it.
        CRASHES_AFTER,
        /// It acts and then breaks its contract by an exception.
        BREAKS
    }

    /// One change of the world.
    public record Effect(OperationName operation, Value.Fields arguments, IdempotencyKey key) {}

    /// How a question is answered.
    @FunctionalInterface
    public interface Answering {
        Observation answer(Arguments arguments) throws InterruptedException;
    }

    /// Sees every effect at the moment it happens, on the thread of the caller.
    @FunctionalInterface
    public interface Witness {
        void sees(Effect effect);
    }

    /// Says what becomes of a call that changes the world, on the thread of the caller.
    @FunctionalInterface
    public interface Fate {
        Behaviour of(Effect wanted);
    }

    private final Map<OperationName, Answering> answers = new ConcurrentHashMap<>();
    private final Map<OperationName, Queue<Behaviour>> script = new HashMap<>();
    private final Set<OperationName> forgetful = new HashSet<>();
    private final List<Effect> ledger = new ArrayList<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private volatile Catalogue catalogue = Operations.CATALOGUE;
    private volatile Fate fate = _ -> Behaviour.WORKS;

    /// Offers these operations instead of the standard ones.
    public ScriptedProvider offering(Catalogue other) {
        catalogue = other;
        return this;
    }

    /// Answers a question such as `monitoring.get_metrics` this way; what is not scripted finds nothing.
    public ScriptedProvider whenAsked(String operation, Answering answering) {
        answers.put(name(operation), answering);
        return this;
    }

    /// Cannot look when asked this question.
    public ScriptedProvider blindTo(String operation) {
        return whenAsked(operation, _ -> new Observation.CouldNotLook("it does not answer", true));
    }

    /// Every call that is not scripted goes as this says.
    public ScriptedProvider fated(Fate other) {
        fate = other;
        return this;
    }

    /// Puts something around what is fated already.
    public ScriptedProvider around(UnaryOperator<Fate> change) {
        return fated(change.apply(fate));
    }

    /// The next calls of this operation go so, one after another; those that follow work.
    public synchronized ScriptedProvider script(String operation, Behaviour... behaviours) {
        script.computeIfAbsent(name(operation), _ -> new ArrayDeque<>()).addAll(List.of(behaviours));
        return this;
    }

    /// Keeps no record of this operation that it could be asked about.
    public synchronized ScriptedProvider forgetting(String operation) {
        forgetful.add(name(operation));
        return this;
    }

    /// Shows every effect to this witness.
    public synchronized ScriptedProvider witnessedBy(Witness witness) {
        witnesses.add(witness);
        return this;
    }

    /// Everything that was done, in order.
    public synchronized List<Effect> ledger() {
        return List.copyOf(ledger);
    }

    /// What was done by this operation, in order.
    public List<Effect> effects(String operation) {
        var wanted = name(operation);
        return ledger().stream().filter(e -> e.operation().equals(wanted)).toList();
    }

    /// How often the effect with this key was done.
    public long times(IdempotencyKey key) {
        return ledger().stream().filter(e -> e.key().equals(key)).count();
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public String sourceOf(Capability capability) {
        return "scripted " + capability.key();
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context)
            throws InterruptedException {
        var answering = answers.get(name);
        return answering == null
                ? new Observation.NothingFound(new Value.Items(List.of()))
                : answering.answer(arguments);
    }

    @Override
    public synchronized Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        var effect = new Effect(name, arguments.values(), key);
        return switch (next(effect)) {
            case WORKS -> {
                doIt(effect);
                yield new Outcome.Done(receipt(name, key));
            }
            case REFUSES -> new Outcome.Refused("it refuses", false);
            case LOSES_REPLY -> {
                doIt(effect);
                yield new Outcome.Unclear("the reply was lost");
            }
            case TIMES_OUT -> new Outcome.Unclear("no answer in time");
            case CRASHES_BEFORE -> throw new Crash("before " + name);
            case CRASHES_AFTER -> {
                doIt(effect);
                throw new Crash("after " + name);
            }
            case BREAKS -> {
                doIt(effect);
                throw new IllegalStateException("the provider is broken");
            }
        };
    }

    private Behaviour next(Effect wanted) {
        var next = script.getOrDefault(wanted.operation(), new ArrayDeque<>()).poll();
        return next == null ? fate.of(wanted) : next;
    }

    private void doIt(Effect effect) {
        ledger.add(effect);
        witnesses.forEach(witness -> witness.sees(effect));
    }

    @Override
    public synchronized Occurrence occurred(
            OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        if (forgetful.contains(name)) return new Occurrence.CannotTell("it keeps no record");
        return times(key) > 0 ? new Occurrence.Happened(receipt(name, key)) : new Occurrence.DidNotHappen();
    }

    /// A messenger says by which id it knows the message.
    private static Value receipt(OperationName name, IdempotencyKey key) {
        return name.method().equals("post_message")
                ? Value.fields("receipt", key.key(), "ts", "ts of " + key.key())
                : Value.fields("receipt", key.key());
    }

    private static OperationName name(String operation) {
        var dot = operation.indexOf('.');
        return new OperationName(
                Capability.ofKey(operation.substring(0, dot)).orElseThrow(), operation.substring(dot + 1));
    }
}
