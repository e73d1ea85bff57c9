package dev.runbook.integrations.aws.credentials;

import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps keys as long as they are good, and has others some minutes before they end. When no others can be
/// had the ones there are do to their last minute. Safe for use by many threads.
final class Renewing implements KeySource {

    /// So long before their end other keys are wanted, and no key is used that ends within the margin.
    private static final Duration EARLY = Duration.ofMinutes(5);

    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final KeySource source;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Keys kept;

    Renewing(KeySource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Keys keys(Patience patience) throws Unanswered, InterruptedException {
        lock.lockInterruptibly();
        try {
            var now = clock.instant();
            var before = kept;
            if (before != null && isGood(before, now.plus(EARLY))) return before;
            try {
                var others = source.keys(patience);
                kept = others;
                return others;
            } catch (Unanswered unanswered) {
                if (before != null && isGood(before, now.plus(MARGIN))) return before;
                throw unanswered;
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isGood(Keys keys, Instant then) {
        return keys.expires().map(then::isBefore).orElse(true);
    }
}
