package dev.runbook.integrations.edge;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What all live vendors share: how an answer, or its lack, becomes a value of the domain. This is the one
/// place where a [Fault] is translated.
public abstract class LiveVendor implements LiveIntegration {

    private final Edge edge;

    protected LiveVendor(Edge edge) {
        this.edge = edge;
    }

    @Override
    public final String name() {
        return edge.vendor();
    }

    @Override
    public final Mode mode() {
        return Mode.LIVE;
    }

    @Override
    public final Health health() {
        return edge.health();
    }

    protected final Edge edge() {
        return edge;
    }

    /// What a vendor is asked in the course of one operation.
    @FunctionalInterface
    protected interface Asking<T> {
        T ask(Patience patience) throws Unanswered, InterruptedException;
    }

    /// Looks at the vendor.
    protected final Observation look(CallContext context, Asking<Observation> asking) throws InterruptedException {
        try {
            return asking.ask(edge.patience(context.timeout()));
        } catch (Unanswered unanswered) {
            var fault = unanswered.fault();
            return new Observation.CouldNotLook(fault.reason(), fault.kind().mayPass());
        }
    }

    /// Changes something at the vendor.
    protected final Outcome act(CallContext context, Asking<Outcome> asking) throws InterruptedException {
        try {
            return asking.ask(edge.patience(context.timeout()));
        } catch (Unanswered unanswered) {
            var fault = unanswered.fault();
            return fault.perhapsDone()
                    ? new Outcome.Unclear(fault.reason())
                    : new Outcome.Refused(fault.reason(), fault.kind().mayPass());
        }
    }

    /// Asks the vendor what happened.
    protected final Occurrence recall(CallContext context, Asking<Occurrence> asking) throws InterruptedException {
        try {
            return asking.ask(edge.patience(context.timeout()));
        } catch (Unanswered unanswered) {
            return new Occurrence.CannotTell(unanswered.fault().reason());
        }
    }

    /// Tries one thing, for [#check].
    ///
    /// @param asking gives what was seen
    protected final Finding find(String what, Duration timeout, Asking<String> asking) throws InterruptedException {
        var began = edge.clock().instant();
        try {
            var seen = asking.ask(edge.patience(timeout));
            return new Finding(what, true, seen, took(began));
        } catch (Unanswered unanswered) {
            return new Finding(what, false, unanswered.fault().reason(), took(began));
        }
    }

    private Duration took(java.time.Instant began) {
        return Duration.between(began, edge.clock().instant());
    }

    /// The answer with these contents.
    protected static Observation answer(
            List<? extends Content> contents, List<Value.Fields> output, Optional<String> gap) {
        return Answers.answer(contents, output, gap);
    }

    /// The answer with one set of facts that is a list.
    protected static Observation facts(String about, String title, List<Value.Fields> items, Optional<String> gap) {
        return Answers.facts(about, title, items, gap);
    }

    /// The answer that there is nothing, where a list is expected.
    protected static Observation nothing() {
        return Answers.nothing();
    }

    /// A fault that is ours to say: what was asked for cannot be.
    protected static Unanswered refused(String reason) {
        return new Unanswered(Fault.refused(reason));
    }

    /// An id that goes into a path.
    ///
    /// @param kind what it names, for people
    /// @param shape the regular expression that the vendor's ids match
    protected final String id(String kind, String given, String shape) throws Unanswered {
        if (given.strip().matches(shape)) return given.strip();
        throw refused("'" + given + "' is no " + kind + " of " + name());
    }

    /// What a text of ours carries, so that it is found again by its key.
    protected static String marker(IdempotencyKey key) {
        return "[runbook " + Digest.of(key.key()).brief() + "]";
    }

    /// How long something took, for people.
    protected static String display(Duration duration) {
        return Durations.display(duration);
    }
}
