package dev.runbook.app.web.live;

import dev.runbook.app.web.ChangeFeed;
import dev.runbook.app.web.ChangeFeed.Change;
import dev.runbook.core.incident.IncidentId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.context.SmartLifecycle;

/// The streams that are open now. They end before the server stops, so that it need not wait for them. Safe for
/// use by many threads.
public final class LiveStreams implements SmartLifecycle {

    private final ChangeFeed changes;
    private final Map<Doorbell, Predicate<IncidentId>> open = new ConcurrentHashMap<>();
    private volatile boolean running;

    public LiveStreams(ChangeFeed changes) {
        this.changes = changes;
    }

    /// A doorbell that rings when any incident changes, or when one may have changed unheard.
    Doorbell listen() {
        return listen(_ -> true, _ -> false);
    }

    /// A doorbell that rings when this incident changes or may have changed unheard, and while something is
    /// being said about it.
    Doorbell listen(IncidentId incident) {
        return listen(incident::equals, incident::equals);
    }

    private Doorbell listen(Predicate<IncidentId> wanted, Predicate<IncidentId> heard) {
        var bell = new Doorbell(open::remove);
        open.put(bell, heard);
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

    /// Something is being said in the conversation about an incident.
    void speak(IncidentId incident) {
        open.forEach((bell, hears) -> {
            if (hears.test(incident)) bell.speak();
        });
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        open.keySet().forEach(Doorbell::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
