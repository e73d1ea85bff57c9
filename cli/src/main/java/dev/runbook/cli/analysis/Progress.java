package dev.runbook.cli.analysis;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongConsumer;

/// Says on the error stream how far long work is, at most every two seconds, so that the answer on the other stream
/// stays clean. One thread at a time.
final class Progress implements LongConsumer {

    private static final long PAUSE_NANOS = 2_000_000_000L;

    private final PrintWriter errors;
    private final String things;
    private long last = System.nanoTime();

    /// @param things what is counted, such as `lines`
    Progress(PrintWriter errors, String things) {
        this.errors = errors;
        this.things = things;
    }

    @Override
    public void accept(long count) {
        long now = System.nanoTime();
        if (now - last < PAUSE_NANOS) return;
        last = now;
        errors.println(String.format(Locale.ROOT, "%,d %s ...", count, things));
        errors.flush();
    }
}
