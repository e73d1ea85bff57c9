package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.governor.EffectLog;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.governor.Situation;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the simulation looks for, it finds: each promise is broken on purpose, through a port of the engine,
/// and the simulation must say so.
class SabotageTest {

    /// So many stories are told until the sabotage must have been seen.
    private static final int STORIES = 500;

    private static final List<Sabotage> ALL = List.of(
            new Sabotage(
                    "an intent that is not written",
                    "an effect without an intent",
                    engine -> engine.around(journal -> new Forgetful(journal, Event.StepStarted.class))),
            new Sabotage(
                    "an action that nobody is asked about",
                    "risk, approved by",
                    engine -> engine.with(new ApprovalPolicy(
                            List.of(new ApprovalPolicy.Rule("all runs", _ -> true, new Gate.RunsAtOnce())),
                            EngineUnderTest.EXPIRY))),
            new Sabotage("a provider that forgets what it did", "done twice", engine -> engine.through(Denying::new)),
            new Sabotage(
                    "a provider that says it did what it did not",
                    "told as done, and lost",
                    engine -> engine.through(Boasting::new)),
            new Sabotage(
                    "a provider that says it did not what it did",
                    "done, and told as failed",
                    engine -> engine.through(Modest::new)),
            new Sabotage(
                    "values that change behind the approval",
                    "what is done is what was planned",
                    engine -> engine.through(Altering::new)),
            new Sabotage(
                    "a catalogue that is not looked at again", "a stale plan", engine -> engine.through(Outdated::new)),
            new Sabotage("a switch that is not seen", "stopped, and yet", engine -> engine.knowing(Unstoppable::new)),
            new Sabotage(
                    "an outcome that is never kept",
                    "it is stuck",
                    engine -> engine.around(journal -> new Failing(journal, Event.StepSucceeded.class))));

    /// @param seen part of what the simulation must say
    private record Sabotage(String what, String seen, Consumer<EngineUnderTest> done) {}

    @TestFactory
    Stream<DynamicTest> isFound() {
        return ALL.stream()
                .map(sabotage -> DynamicTest.dynamicTest(
                        sabotage.what(), () -> assertThat(found(sabotage)).contains(sabotage.seen())));
    }

    private static String found(Sabotage sabotage) throws InterruptedException {
        var said = "nothing in " + STORIES + " stories";
        for (long seed = 0; seed < STORIES && !said.contains(sabotage.seen()); seed++)
            try {
                new Simulation(seed, new Simulation.Counts(), sabotage.done()).run();
            } catch (AssertionError e) {
                said = String.valueOf(e.getMessage());
            }
        return said;
    }

    private static Predicate<Journal.Commit> with(Class<? extends Event> kind) {
        return commit -> commit.events().stream().anyMatch(stamped -> kind.isInstance(stamped.event()));
    }

    /// Says that it keeps what it does not keep.
    private record Forgetful(Journal journal, Class<? extends Event> what) implements Journal {
        @Override
        public List<JournalEntry> read(IncidentId incident) {
            return journal.read(incident);
        }

        @Override
        public Append append(Commit commit) {
            return with(what).test(commit) ? new Append.Appended(List.of()) : journal.append(commit);
        }
    }

    /// Fails whenever it is to keep this.
    private record Failing(Journal journal, Class<? extends Event> what) implements Journal {
        @Override
        public List<JournalEntry> read(IncidentId incident) {
            return journal.read(incident);
        }

        @Override
        public Append append(Commit commit) {
            if (with(what).test(commit)) throw new JournalException("the disk is full", new IllegalStateException());
            return journal.append(commit);
        }
    }

    /// A provider that passes everything on.
    private static class Passing implements Provider {
        final Provider other;

        Passing(Provider other) {
            this.other = other;
        }

        @Override
        public Catalogue catalogue() {
            return other.catalogue();
        }

        @Override
        public String sourceOf(Capability capability) {
            return other.sourceOf(capability);
        }

        @Override
        public Observation observe(OperationName name, Arguments arguments, CallContext context)
                throws InterruptedException {
            return other.observe(name, arguments, context);
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return other.act(name, arguments, key, context);
        }

        @Override
        public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return other.occurred(name, arguments, key, context);
        }
    }

    private static final class Denying extends Passing {
        private Denying(Provider other) {
            super(other);
        }

        @Override
        public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
            return new Occurrence.DidNotHappen();
        }
    }

    private static final class Boasting extends Passing {
        private Boasting(Provider other) {
            super(other);
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
            return new Outcome.Done(Value.of(1));
        }
    }

    private static final class Modest extends Passing {
        private Modest(Provider other) {
            super(other);
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return super.act(name, arguments, key, context) instanceof Outcome.Done
                    ? new Outcome.Refused("nothing was done", false)
                    : new Outcome.Refused("nothing was done either", false);
        }
    }

    private static final class Altering extends Passing {
        private Altering(Provider other) {
            super(other);
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            var values = new TreeMap<>(arguments.values().fields());
            values.replace("service", Value.text("billing"));
            return super.act(name, new Arguments(new Value.Fields(values)), key, context);
        }
    }

    private static final class Outdated extends Passing {
        private final Catalogue first;

        private Outdated(Provider other) {
            super(other);
            first = other.catalogue();
        }

        @Override
        public Catalogue catalogue() {
            return first;
        }
    }

    /// Knows everything but that the switch was turned.
    private record Unstoppable(EffectLog log) implements EffectLog {
        @Override
        public Situation around(Wish wish, Duration lookBack) {
            var known = log.around(wish, lookBack);
            return new Situation(position(), known.onTarget(), known.onService(), known.versions());
        }

        @Override
        public KillSwitch.Position position() {
            return new KillSwitch.Position.Running();
        }

        @Override
        public List<IncidentId> underWay() {
            return log.underWay();
        }
    }
}
