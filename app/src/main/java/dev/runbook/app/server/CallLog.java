package dev.runbook.app.server;

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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the calls that go outside, by capability, and passes them on. Safe for use by many threads.
final class CallLog {

    private final InstantSource clock;
    private final Map<Capability, Tally> tallies = new ConcurrentHashMap<>();

    CallLog(InstantSource clock) {
        this.clock = clock;
    }

    /// The calls of one capability.
    ///
    /// @param taken how long all calls took together
    record Tally(
            long calls,
            long failed,
            Duration taken,
            Optional<Instant> last,
            boolean lastFailed,
            Optional<String> lastError) {
        static final Tally NONE = new Tally(0, 0, Duration.ZERO, Optional.empty(), false, Optional.empty());

        private Tally and(Instant at, Duration took, Optional<String> error) {
            return new Tally(
                    calls + 1,
                    failed + (error.isPresent() ? 1 : 0),
                    taken.plus(took),
                    Optional.of(at),
                    error.isPresent(),
                    error.or(() -> lastError));
        }

        /// Both together.
        Tally and(Tally other) {
            var later = last.isPresent() && (other.last.isEmpty() || last.get().isAfter(other.last.get()));
            return new Tally(
                    calls + other.calls,
                    failed + other.failed,
                    taken.plus(other.taken),
                    later ? last : other.last,
                    later ? lastFailed : other.lastFailed,
                    later ? lastError.or(other::lastError) : other.lastError.or(this::lastError));
        }
    }

    /// The calls of one capability so far.
    Tally of(Capability capability) {
        return tallies.getOrDefault(capability, Tally.NONE);
    }

    /// A provider that counts.
    Provider around(Provider provider) {
        return new Counting(provider);
    }

    private void count(OperationName name, Instant began, Optional<String> error) {
        var now = clock.instant();
        tallies.merge(
                name.capability(),
                Tally.NONE.and(now, Duration.between(began, now), error),
                (before, one) -> before.and(one.last.orElse(now), one.taken, error));
    }

    private final class Counting implements Provider {
        private final Provider provider;

        private Counting(Provider provider) {
            this.provider = provider;
        }

        @Override
        public Catalogue catalogue() {
            return provider.catalogue();
        }

        @Override
        public String sourceOf(Capability capability) {
            return provider.sourceOf(capability);
        }

        @Override
        public Observation observe(OperationName name, Arguments arguments, CallContext context)
                throws InterruptedException {
            var began = clock.instant();
            var answer = provider.observe(name, arguments, context);
            count(
                    name,
                    began,
                    answer instanceof Observation.CouldNotLook(var reason, var _)
                            ? Optional.of(reason)
                            : Optional.empty());
            return answer;
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            var began = clock.instant();
            var outcome = provider.act(name, arguments, key, context);
            count(
                    name,
                    began,
                    switch (outcome) {
                        case Outcome.Done _ -> Optional.empty();
                        case Outcome.Refused(var reason, var _) -> Optional.of(reason);
                        case Outcome.Unclear(var reason) -> Optional.of(reason);
                    });
            return outcome;
        }

        @Override
        public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return provider.occurred(name, arguments, key, context);
        }
    }
}
