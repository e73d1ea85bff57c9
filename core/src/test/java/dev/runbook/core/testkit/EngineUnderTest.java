package dev.runbook.core.testkit;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Decision;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.IncidentDriver.Pause;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.governor.EffectLog;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.InMemoryEffects;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Runbook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An engine with all its parts, one incident, and a clock that a test moves. Every drive is done by a new
/// driver, as after a restart. One thread at a time.
public final class EngineUnderTest {

    public static final Duration VETO_WINDOW = Duration.ofMinutes(10);
    public static final Duration EXPIRY = Duration.ofHours(1);
    public static final IncidentId ID = new IncidentId("INC-1");
    public static final Actor.Operator REPORTER = new Actor.Operator("rita");

    public final SettableClock clock = SettableClock.atNoon();
    public final ScriptedProvider provider = new ScriptedProvider();
    public final ListedRunbooks library = new ListedRunbooks();
    public final ScriptedMinds minds = new ScriptedMinds();

    private final InMemoryJournal kept;
    private Provider world = provider;
    private UnaryOperator<EffectLog> known = UnaryOperator.identity();
    private Limits limits = Limits.standard();
    private Journal journal;
    private ApprovalPolicy policy = ApprovalPolicy.ladder(VETO_WINDOW, EXPIRY);
    private Settings settings = Settings.standard();
    private Notices notices = new Notices(Optional.of("#incidents"));

    public EngineUnderTest(Runbook... runbooks) {
        this(new InMemoryJournal(new Travelled()), runbooks);
    }

    public EngineUnderTest(InMemoryJournal journal, Runbook... runbooks) {
        this.kept = journal;
        this.journal = journal;
        for (var runbook : runbooks) {
            library.with(runbook);
            minds.finding(runbook.id().id(), 0.9);
        }
    }

    public EngineUnderTest with(ApprovalPolicy other) {
        policy = other;
        return this;
    }

    public EngineUnderTest with(Settings other) {
        settings = other;
        return this;
    }

    public EngineUnderTest with(Notices other) {
        notices = other;
        return this;
    }

    public EngineUnderTest with(Limits other) {
        limits = other;
        return this;
    }

    /// What was begun by this incident and others, and the kill switch.
    public InMemoryEffects effects() {
        return kept.effects();
    }

    /// Puts something around the journal for drivers and desks made from now on; what was kept stays.
    public EngineUnderTest around(UnaryOperator<Journal> decorator) {
        journal = decorator.apply(kept);
        return this;
    }

    /// Puts something between the engine and the provider, for drivers made from now on.
    public EngineUnderTest through(UnaryOperator<Provider> decorator) {
        world = decorator.apply(world);
        return this;
    }

    /// Puts something between the governor and what it knows of effects, for drivers made from now on.
    public EngineUnderTest knowing(UnaryOperator<EffectLog> decorator) {
        known = decorator;
        return this;
    }

    /// Reports the problem of [HighCpu].
    public EngineUnderTest reported() {
        return reported(HighCpu.report());
    }

    public EngineUnderTest reported(ProblemReport report) {
        desk().report(report, REPORTER);
        return this;
    }

    /// Drives the incident until it waits or is over.
    public Pause drive() throws InterruptedException {
        return new Driver(
                        journal,
                        world,
                        library,
                        new SimpleExpressions(),
                        minds.minds(),
                        policy,
                        new Governor(limits, known.apply(kept.effects()), Governor.Estates.BY_ENVIRONMENT),
                        new Engine(notices),
                        settings,
                        clock)
                .drive(ID);
    }

    /// Drives the incident, and moves the clock to each of its timers, until it waits for people or is over.
    public Incident driveThroughTimers() throws InterruptedException {
        var pause = drive();
        while (pause.wakeAt().isPresent()) {
            clock.advanceTo(pause.wakeAt().get());
            pause = drive();
        }
        return incident();
    }

    /// Drives the incident through its timers, but not past a question to people that only they can answer.
    public Incident driveUntilAsked() throws InterruptedException {
        var pause = drive();
        while (pause.wakeAt().isPresent() && !(incident().phase() instanceof Phase.AwaitingApproval)) {
            clock.advanceTo(pause.wakeAt().get());
            pause = drive();
        }
        return incident();
    }

    public IncidentDesk desk() {
        return new IncidentDesk(journal, new Engine(notices), () -> ID, clock);
    }

    public Incident incident() {
        return new IncidentDesk(kept, new Engine(notices), () -> ID, clock)
                .find(ID)
                .orElseThrow();
    }

    public List<JournalEntry> entries() {
        return kept.read(ID);
    }

    public List<Event> events() {
        return entries().stream().map(entry -> entry.stamped().event()).toList();
    }

    /// The events of one kind, in order.
    public <E extends Event> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public Decision decide(Command command) {
        return desk().handle(ID, command).orElseThrow();
    }

    /// Approves what is asked now.
    public Decision approve(String operator) {
        var request = Engine.openRequest(incident()).orElseThrow();
        return decide(new Command.Approve(new Actor.Operator(operator), request.id(), request.planHash(), "go ahead"));
    }

    /// Denies or vetoes what is asked now.
    public Decision decline(String operator) {
        var request = Engine.openRequest(incident()).orElseThrow();
        return decide(new Command.Deny(new Actor.Operator(operator), request.id(), "too risky"));
    }
}
