package dev.runbook.app.web.live;

import dev.runbook.app.web.ChangeFeed;
import dev.runbook.app.web.ChangeFeed.Change;
import dev.runbook.core.incident.IncidentId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.context.SmartLifecycle;

/// The streams that are open now. They end before the server stops, so that it need not wait for them. Safe for
/// use by many threads.
public final class LiveStreams implements SmartLifecycle {

    private final ChangeFeed changes;
    private final Set<Doorbell> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    public LiveStreams(ChangeFeed changes) {
        this.changes = changes;
    }

    /// A doorbell that rings when an incident changes, or when it may have changed unheard.
    ///
    /// @param wanted the incidents to be told of
    Doorbell listen(Predicate<IncidentId> wanted) {
        var bell = new Doorbell(open::remove);
        open.add(bell);
        bell.hangOn(changes.subscribe(change -> {
            switch (change) {
                case Change.Of(var incident) when wanted.test(incident) -> bell.ring(incident);
                case Change.Of _ -> {}
                case Change.Missed _ -> bell.miss();
            }
        }));
        if (!running) bell.end();
        return bell;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        open.forEach(Doorbell::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
