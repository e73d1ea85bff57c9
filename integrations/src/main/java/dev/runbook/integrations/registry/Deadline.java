package dev.runbook.integrations.registry;

import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A call that may not take longer than its caller waits. It runs on a virtual thread of its own, which is
/// interrupted when nobody waits any more.
final class Deadline {

    private Deadline() {}

    /// How a call ended.
    sealed interface Ending<T> {}

    record Answered<T>(T answer) implements Ending<T> {}

    /// @param after how long was waited, for people
    record TooLate<T>(String after) implements Ending<T> {}

    /// @param how the kind of failure; never its message, which may hold a secret
    record Broke<T>(String how) implements Ending<T> {}

    static <T> Ending<T> call(Duration timeout, Callable<T> call) throws InterruptedException {
        var task = new FutureTask<>(call);
        var thread = Thread.ofVirtual().name("integration-call").start(task);
        try {
            return new Answered<>(task.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new TooLate<>(Durations.display(timeout));
        } catch (ExecutionException e) {
            var cause = e.getCause();
            if (cause instanceof Error error) throw error;
            return new Broke<>(cause == null ? "unknown" : cause.getClass().getSimpleName());
        } finally {
            if (!task.isDone()) thread.interrupt();
        }
    }
}
