package dev.runbook.integrations.aws.credentials;

import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;

/// A place that keys come from. Safe for use by many threads.
@FunctionalInterface
public interface KeySource {

    /// The keys of now.
    ///
    /// @throws Unanswered when they cannot be had
    Keys keys(Patience patience) throws Unanswered, InterruptedException;
}
