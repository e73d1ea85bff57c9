package dev.runbook.app.web;

import dev.runbook.core.incident.IncidentId;
import java.util.function.Consumer;

/// Tells which incidents have changed, on whatever node. Safe for use by many threads.
public interface ChangeFeed {

    /// Tells `listener` of every change from now on, soon after it is in the journal. A change may be told
    /// twice; when the feed was interrupted, every incident that may have changed is told.
    ///
    /// @param listener returns at once and does not throw; called by several threads
    Subscription subscribe(Consumer<IncidentId> listener);

    /// Ends the telling when closed.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
