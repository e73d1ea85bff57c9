package dev.runbook.integrations.edge;

import java.time.Duration;

/// Waits. A test's sleeper moves the clock instead.
@FunctionalInterface
public interface Sleeper {

    /// Waits in truth.
    Sleeper REAL = Thread::sleep;

    void sleep(Duration pause) throws InterruptedException;
}
