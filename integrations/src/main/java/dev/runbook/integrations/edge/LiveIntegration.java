package dev.runbook.integrations.edge;

import dev.runbook.core.capability.Integration;
import java.time.Duration;
import java.util.List;

/// An integration with a real vendor.
public interface LiveIntegration extends Integration {

    /// How it goes with the vendor.
    Health health();

    /// Proves with real reads that the vendor can be used.
    ///
    /// @return one finding for each thing that was tried; never empty
    List<Finding> check(Duration timeout) throws InterruptedException;

    /// What one look at a vendor showed.
    ///
    /// @param what was tried, such as `list services`
    /// @param works whether it can be done
    /// @param detail what was seen, or what is missing, refused or slow
    /// @param took how long the answer took
    record Finding(String what, boolean works, String detail, Duration took) {}
}
