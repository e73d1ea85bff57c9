package dev.runbook.core.engine;

import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.runbook.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends the messages that an incident owes. One thread at a time.
final class NoticeWork {

    private final Chronicle chronicle;
    private final Following following;
    private final Doer doer;
    private final StepWork steps;
    private final Engine engine;
    private final Settings settings;

    NoticeWork(Chronicle chronicle, Following following, Doer doer, StepWork steps, Engine engine, Settings settings) {
        this.chronicle = chronicle;
        this.following = following;
        this.doer = doer;
        this.steps = steps;
        this.engine = engine;
        this.settings = settings;
    }

    /// A message that may have been sent before is sent again when the messenger cannot tell: twice is a
    /// nuisance, never is a danger.
    void deliver(Notice notice) throws InterruptedException {
        var incident = chronicle.incident();
        var step = notice.step().flatMap(id -> following.runbook().flatMap(r -> r.step(id)));
        var timeout = step.flatMap(s -> s.head().handling().timeout()).orElse(settings.callTimeout());
        var context = new CallContext(incident.id(), incident.report().labels(), timeout);
        var outcome = chronicle.takeUntried(notice.key())
                ? doer.act(notice.call(), notice.key(), context)
                : doer.resume(notice.call(), notice.key(), true, context);
        while (chronicle.incident().owed().containsKey(notice.key())) {
            var events = switch (outcome) {
                case Outcome.Done(var receipt) -> List.<Event>of(new Event.NoticeDelivered(notice.key(), receipt));
                case Outcome.Refused(var reason, var again) -> undelivered(notice, step.filter(_ -> again), reason);
                case Outcome.Unclear(var reason) -> undelivered(notice, step, reason);
            };
            if (chronicle.writeDurably(events)) return;
        }
    }

    private List<Event> undelivered(Notice notice, Optional<Step> step, String reason) {
        var incident = chronicle.incident();
        var events = new ArrayList<>(engine.undelivered(incident, notice, reason));
        step.flatMap(s -> steps.retry(incident, s, reason)).ifPresent(events::add);
        return events;
    }
}
