package dev.runbook.app.web;

import dev.runbook.core.incident.IncidentId;
import java.util.function.Consumer;

/// Tells which incidents have changed, on whatever node. Safe for use by many threads.
public interface ChangeFeed {

    /// What is told.
    sealed interface Change {
        /// The incident has new entries.
        record Of(IncidentId incident) implements Change {}

        /// The feed was interrupted: any incident may have changed.
        record Missed() implements Change {}
    }

    /// Tells `listener` of every change from now on, soon after it is in the journal. Changes in quick succession
    /// may be told as one.
    ///
    /// @param listener returns at once and does not throw; called by several threads
    Subscription subscribe(Consumer<Change> listener);

    /// Ends the telling when closed.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
