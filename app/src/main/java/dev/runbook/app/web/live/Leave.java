package dev.runbook.app.web.live;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// How long a stream may go on. One thread at a time.
final class Leave {

    /// How long a stream lives at most.
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// How long it is believed that whoever listens may do so.
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final BooleanSupplier present;
    private final long end = System.nanoTime() + LONGEST.toNanos();
    private long asked = System.nanoTime();

    /// @param present whether whoever listens may still do so
    Leave(BooleanSupplier present) {
        this.present = present;
    }

    /// Whether the stream goes on after what was heard.
    boolean lasts(Doorbell.Heard heard) {
        long now = System.nanoTime();
        if (heard.ended() || now >= end) return false;
        if (now - asked < BELIEVED.toNanos()) return true;
        asked = now;
        return present.getAsBoolean();
    }
}
