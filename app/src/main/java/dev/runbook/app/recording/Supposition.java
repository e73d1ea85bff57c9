package dev.runbook.app.recording;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Decision;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.value.Value;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.parse.PolicyFile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A recorded incident taken up again under another supposition. The engine is the real one; the world
/// answers what it answered then, as long as it was changed in the same way; people decide about the same
/// action as they did. One thread at a time.
final class Supposition implements Provider, InstantSource {

    /// More pauses than this no incident has; it would go in circles.
    private static final int MOST_PAUSES = 500;

    private final Recording recording;
    private final List<Stamped> events;
    private final Answers answers;
    private final Set<String> unknown = new LinkedHashSet<>();
    private final AtomicReference<Instant> now = new AtomicReference<>();
    private final Journal journal;
    private final IncidentDesk desk;
    private final Driver driver;
    private int changes;

    /// Another version in the place of the runbook that was followed first.
    static Supposition following(Recording recording, Runbook other) throws InterruptedException {
        return new Supposition(
                recording,
                library -> inPlaceOfTheFirst(recording, library, other),
                Optional.empty(),
                Replay.rules(recording));
    }

    /// Another runbook among those there were.
    ///
    /// @param finder says how well each of them fits
    static Supposition among(Recording recording, Runbook other, RunbookFinder finder) throws InterruptedException {
        return new Supposition(
                recording, library -> library.including(other), Optional.of(finder), Replay.rules(recording));
    }

    /// Other approval rules than those the incident ran with.
    static Supposition under(Recording recording, Recording.Policy policy) throws InterruptedException {
        return new Supposition(recording, UnaryOperator.identity(), Optional.empty(), Replay.rules(recording, policy));
    }

    private Supposition(
            Recording recording,
            UnaryOperator<RunbookLibrary> library,
            Optional<RunbookFinder> finder,
            PolicyFile.Result.Read rules)
            throws InterruptedException {
        this.recording = recording;
        var player = new Replay.Player(recording);
        var replay = player.play();
        replay.difference().ifPresent(difference -> {
            throw new IllegalArgumentException("the recording itself comes out otherwise at entry " + difference.seq()
                    + ": " + difference.replayed());
        });
        answers = player.answers();
        events = recording.entries().stream().map(entry -> entry.stamped()).toList();
        now.set(events.getFirst().at());
        var minds = new SupposedMinds(events.stream().map(Stamped::event).toList(), this::halt);
        var kept = new InMemoryJournal(_ -> {});
        journal = new Halting(kept);
        var engine = new Engine(Replay.notices(recording));
        desk = new IncidentDesk(journal, engine, recording::incident, this);
        driver = new Driver(
                journal,
                this,
                library.apply(new RecordedLibrary(recording, new Tape(recording.entries()))),
                new CelExpressions(),
                new Minds(minds, finder.orElse((_, _, _) -> minds.triaged().matches()), minds, minds, (_, _) -> ""),
                rules.policy(),
                // What other incidents did is not in the recording, so it is supposed that there were none.
                new Governor(rules.limits(), kept.effects(), Governor.Estates.BY_ENVIRONMENT),
                engine,
                Replay.settings(recording),
                this);
    }

    private static RunbookLibrary inPlaceOfTheFirst(Recording recording, RunbookLibrary library, Runbook other) {
        for (var entry : recording.entries())
            if (entry.stamped().event() instanceof Event.RunbookSelected(var first, var _, var _, var _))
                return library.including(library.read(first, other.source()));
        return library;
    }

    /// What happens under the supposition, after [#play()].
    List<Stamped> supposed() {
        return journal.read(recording.incident()).stream()
                .map(JournalEntry::stamped)
                .toList();
    }

    WhatIf play() throws InterruptedException {
        try {
            var reported = (Event.Reported) events.getFirst().event();
            var _ = desk.report(reported.report(), events.getFirst().actor());
            for (int pauses = 0; pauses < MOST_PAUSES && goesOn(); pauses++) {}
        } catch (JournalException _) {
            // The recording has no more answers; what was missing is noted.
        }
        if (all(Event.ActionHeld.class).findAny().isPresent())
            unknown.add("whether it would have been held back as it was then: what other incidents did is not in the"
                    + " recording");
        var then = CourseText.of(events);
        var supposed = CourseText.of(supposed());
        int same = 0;
        while (same < then.size() && same < supposed.size() && then.get(same).equals(supposed.get(same))) same++;
        return new WhatIf(
                then.subList(0, same),
                then.subList(same, then.size()),
                supposed.subList(same, supposed.size()),
                Gates.changed(events, supposed()),
                List.copyOf(unknown));
    }

    /// Drives to the next pause and decides what people decided; false when the incident is over.
    private boolean goesOn() throws InterruptedException {
        var pause = driver.drive(recording.incident());
        var incident = desk.find(recording.incident()).orElseThrow();
        if (incident.over()) return false;
        var command = Engine.openRequest(incident)
                .flatMap(request -> decision(incident, request))
                .or(() -> answer(incident));
        if (command.isPresent()
                && desk.handle(recording.incident(), command.get())
                        .filter(Decision.Accepted.class::isInstance)
                        .isPresent()) return true;
        if (pause.wakeAt().isEmpty()) return false;
        now.accumulateAndGet(pause.wakeAt().get(), (a, b) -> a.isAfter(b) ? a : b);
        return true;
    }

    /// What a person decided about the same action; empty when nobody said anything, and the time passed.
    private Optional<Command> decision(Incident incident, ApprovalRequest request) {
        var same = all(Event.ApprovalRequested.class)
                .map(Event.ApprovalRequested::request)
                .filter(then -> then.plan().operation().equals(request.plan().operation())
                        && then.plan().parameters().equals(request.plan().parameters()))
                .findFirst();
        if (same.isEmpty())
            throw halt("what people would have said about " + request.plan().operation() + " "
                    + request.plan().parameters().display());
        var given = incident.phase() instanceof Phase.AwaitingApproval(var _, var approvals)
                ? approvals
                : List.<Actor.Operator>of();
        var decision = events.stream()
                .filter(stamped -> stamped.actor() instanceof Actor.Operator by && !given.contains(by))
                .flatMap(stamped -> command(stamped, same.get(), request).stream())
                .findFirst();
        if (decision.isEmpty() && !given.isEmpty())
            throw halt("who else would have approved " + request.plan().operation());
        return decision;
    }

    private static Optional<Command> command(Stamped stamped, ApprovalRequest then, ApprovalRequest now) {
        var by = (Actor.Operator) stamped.actor();
        return Optional.ofNullable(
                switch (stamped.event()) {
                    case Event.Approved(var id, var _, var comment)
                    when id.equals(then.id()) -> new Command.Approve(by, now.id(), now.planHash(), comment);
                    case Event.Denied(var id, var reason)
                    when id.equals(then.id()) -> new Command.Deny(by, now.id(), reason);
                    case Event.Vetoed(var id, var reason)
                    when id.equals(then.id()) -> new Command.Deny(by, now.id(), reason);
                    case Event _ -> null;
                });
    }

    private Optional<Command> answer(Incident incident) {
        return Engine.openQuestion(incident)
                .map(question -> events.stream()
                        .filter(stamped -> stamped.event() instanceof Event.Answered(var _, var given)
                                && stamped.actor() instanceof Actor.Operator
                                && question.faults(given).isEmpty())
                        .map(stamped -> (Command) new Command.Answer(
                                (Actor.Operator) stamped.actor(),
                                question.id(),
                                ((Event.Answered) stamped.event()).answers()))
                        .findFirst()
                        .orElseThrow(() -> halt("what people would have answered to: " + question.text())));
    }

    private <E extends Event> Stream<E> all(Class<E> type) {
        return events.stream().map(Stamped::event).filter(type::isInstance).map(type::cast);
    }

    private Rewind halt(String what) {
        unknown.add(what);
        return Rewind.end();
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public Catalogue catalogue() {
        return Operations.CATALOGUE;
    }

    @Override
    public String sourceOf(Capability capability) {
        // Not every system has a memory or pages; the others are always asked.
        var optional = capability == Capability.MEMORY || capability == Capability.KNOWLEDGE;
        return optional && !answers.have(capability) ? NOBODY : "recording";
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context) {
        var call = new RecordedCall(name, arguments.values(), context.step());
        return answers.answer(call, changes).orElseGet(() -> {
            synchronized (unknown) {
                unknown.add("what " + call + " would have answered");
            }
            return new Observation.CouldNotLook("the recording has no answer to this", false);
        });
    }

    /// A change is done only if it is the one that was done then; see [Halting].
    @Override
    public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        if (Operations.CATALOGUE.get(name).isMessage()) return new Outcome.Done(Value.Fields.NONE);
        var started =
                all(Event.StepStarted.class).skip(changes - 1L).findFirst().orElseThrow();
        return events.stream()
                .map(Stamped::event)
                .dropWhile(event -> !event.equals(started))
                .flatMap(event -> outcome(event, started).stream())
                .findFirst()
                .orElse(new Outcome.Unclear("the recording ends before the outcome"));
    }

    private static Optional<Outcome> outcome(Event event, Event.StepStarted started) {
        return switch (event) {
            case Event.StepSucceeded(var _, var key, var result)
            when key.equals(started.key()) -> Optional.of(new Outcome.Done(result));
            case Event.StepFailed(var step, var reason)
            when step.equals(started.plan().step()) -> Optional.of(new Outcome.Refused(reason, false));
            case Event.StepUncertain(var _, var key, var reason)
            when key.equals(started.key()) -> Optional.of(new Outcome.Unclear(reason));
            case Event _ -> Optional.empty();
        };
    }

    @Override
    public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        return new Occurrence.DidNotHappen();
    }

    /// A journal that takes no intent for a change other than the one that was made then.
    private final class Halting implements Journal {
        private final Journal rest;

        private Halting(Journal rest) {
            this.rest = rest;
        }

        @Override
        public List<JournalEntry> read(IncidentId incident) {
            return rest.read(incident);
        }

        @Override
        public Append append(Commit commit) {
            for (int i = 0; i < commit.events().size(); i++)
                if (commit.events().get(i).event() instanceof Event.StepStarted(var plan, var _, var _)) {
                    var then = all(Event.StepStarted.class).skip(changes).findFirst();
                    boolean same = then.filter(t -> t.plan().operation().equals(plan.operation())
                                    && t.plan().parameters().equals(plan.parameters()))
                            .isPresent();
                    if (!same) {
                        if (i > 0) rest.append(beginning(commit, i));
                        throw halt("what comes of " + plan.operation() + " "
                                + plan.parameters().display() + ", which would be done next");
                    }
                    changes++;
                }
            return rest.append(commit);
        }

        /// The events of a commit that come before one of them.
        private static Commit beginning(Commit commit, int events) {
            return new Commit(commit.after(), commit.events().subList(0, events), commit.summary(), commit.wake());
        }
    }
}
