package dev.runbook.app.server;

import dev.runbook.app.web.ChangeFeed;
import dev.runbook.store.journal.JournalFeed;
import java.util.function.Consumer;

/// The changes that the store tells. Safe for use by many threads.
record StoredChanges(JournalFeed feed) implements ChangeFeed {

    @Override
    public Subscription subscribe(Consumer<Change> listener) {
        var subscription = feed.subscribe(change -> listener.accept(
                switch (change) {
                    case JournalFeed.Change.Appended(var incident, var _) -> new Change.Of(incident);
                    case JournalFeed.Change.Missed _ -> new Change.Missed();
                }));
        return subscription::close;
    }
}
