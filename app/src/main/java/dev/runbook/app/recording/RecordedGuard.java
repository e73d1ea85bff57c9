package dev.runbook.app.recording;

import dev.runbook.core.engine.Event;
import dev.runbook.core.governor.EffectGuard;
import dev.runbook.core.governor.Permit;
import dev.runbook.core.governor.Verdict;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.IncidentId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The governor as a recording knows it: it holds back what was held back, for the same reason and as long, and
/// lets through the rest. What other incidents did is not in a recording, and need not be.
record RecordedGuard(Tape tape) implements EffectGuard {

    @Override
    public String estate(IncidentId incident, String environment) {
        return environment;
    }

    @Override
    public Verdict ask(Wish wish) {
        var next = next();
        if (next.isPresent() && next.get() instanceof Event.ActionRefused(var _, var why))
            return new Verdict.Refused(why);
        return stopped(wish.at())
                .<Verdict>map(wait -> wait)
                .orElseGet(() -> new Verdict.Granted(new Permit(wish, Map.of())));
    }

    @Override
    public Optional<Verdict.Wait> stopped(Instant now) {
        return next().flatMap(event -> event instanceof Event.ActionHeld(var _, var why, var until)
                ? Optional.of(new Verdict.Wait(why, until))
                : Optional.empty());
    }

    /// What follows; what was done before, and that an action was cleared, may be on its way into the journal
    /// together with it.
    private Optional<Event> next() {
        return tape.ahead().dropWhile(RecordedGuard::goesWithTheNext).findFirst();
    }

    private static boolean goesWithTheNext(Event event) {
        return event instanceof Event.ActionCleared
                || event instanceof Event.StepSucceeded
                || event instanceof Event.Undone
                || event instanceof Event.StepSkipped
                || event instanceof Event.LoopStarted
                || event instanceof Event.UndoBegun;
    }
}
