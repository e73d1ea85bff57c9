package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.governor.Permit;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
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
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.Crash;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.Invariants;
import dev.runbook.core.testkit.Operators;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import dev.runbook.core.testkit.ScriptedProvider.Effect;
import dev.runbook.core.testkit.Travelled;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One incident in a hostile world that calms down in the end. Everything follows from the seed.
final class Simulation {

    private static final String RESTART = "compute.restart_service";
    private static final String REBOOT = "compute.reboot_host";
    private static final String SCALE = "compute.scale_service";
    private static final List<String> QUESTIONS =
            List.of("monitoring.get_metrics", "monitoring.get_current_alerts", "compute.get_resources");
    private static final List<Actor.Operator> PEOPLE =
            List.of(EngineUnderTest.REPORTER, Operators.ANN, Operators.BOB, new Actor.Operator("eve"));

    /// The world is hostile for so many steps, and then well for as many as any incident needs: a lock of
    /// another incident is looked at four times a minute for an hour.
    private static final int HOSTILE = 40;

    private static final int LONG_ENOUGH = 600;

    /// What happened over all simulations.
    static final class Counts {
        int crashes;
        int conflicts;
        int accepted;
        int refused;
        int effects;
        int doubts;
        int held;
        int refusedByGovernor;
        int stops;
        int late;
        int repeated;
        int decayed;
        int undone;
        int voided;
        int unseen;

        @Override
        public String toString() {
            return crashes + " crashes, " + conflicts + " lost races, " + unseen + " failing looks, " + accepted
                    + " decisions accepted, " + refused + " refused, " + late + " late, " + repeated + " said twice, "
                    + voided + " approvals void, " + effects + " effects, " + undone + " undone, " + doubts
                    + " doubts, " + decayed + " cures decayed, " + stops + " stops, " + held + " held back, "
                    + refusedByGovernor + " refused by the governor";
        }
    }

    private final Random random;
    private final Notices notices;
    private final Counts counts;
    private final EngineUnderTest engine;
    private final Invariants invariants;
    private Optional<Command> said = Optional.empty();

    /// What cannot be seen during this drive. Looks run side by side, so dice are not rolled while they do.
    private Set<String> unseen = Set.of();

    private boolean calm;

    /// @param sabotage breaks the engine on purpose; nothing at all where the engine is to hold
    Simulation(long seed, Counts counts, Consumer<EngineUnderTest> sabotage) {
        this.random = new Random(seed * 31 + 7);
        this.counts = counts;
        notices = new Notices(Optional.of("#incidents"), seed % 2 == 0);
        var watcher = new AtomicReference<Consumer<JournalEntry>>(_ -> {});
        engine = new EngineUnderTest(new InMemoryJournal(entry -> watcher.get().accept(entry)), runbook());
        invariants =
                new Invariants(engine.provider).mayRepeat("chat.post_message").mayRepeat("paging.page");
        var travelled = new Travelled();
        watcher.set(entry -> {
            invariants.appended(entry);
            travelled.accept(entry);
        });
        engine.with(notices);
        HighCpu.shownBy(
                engine.provider,
                engine.clock,
                oneIn(2) ? Optional.of(Duration.ofMinutes(5 + random.nextInt(10))) : Optional.empty(),
                pick("nothing", RESTART, RESTART, REBOOT, SCALE));
        if (oneIn(8)) engine.provider.blindTo(QUESTIONS.get(random.nextInt(QUESTIONS.size())));
        for (var operation : List.of(RESTART, REBOOT, SCALE, "chat.post_message"))
            if (oneIn(4)) engine.provider.forgetting(operation);
        engine.provider.fated(this::fate);
        engine.provider.witnessedBy(this::assertNotStopped);
        engine.through(Unsteady::new);
        engine.around(Hostile::new);
        sabotage.accept(engine);
    }

    /// Tells the story.
    ///
    /// @return how it ends
    Phase.Kind run() throws InterruptedException {
        for (int step = 0; !isOver(); step++) {
            calm = step >= HOSTILE;
            assertThat(step).as("it is stuck: %s", engine.events()).isLessThan(LONG_ENOUGH);
            try {
                step();
            } catch (Crash | JournalException e) {
                counts.crashes++;
            }
        }
        invariants.assertAllIsDone();
        counts.effects += engine.events(Event.StepSucceeded.class).size();
        counts.held += engine.events(Event.ActionHeld.class).size();
        counts.refusedByGovernor += engine.events(Event.ActionRefused.class).size();
        counts.doubts += engine.events(Event.StepUncertain.class).size();
        counts.decayed += engine.events(Event.CureDecayed.class).size();
        counts.undone += engine.events(Event.Undone.class).size();
        counts.voided += engine.events(Event.ApprovalVoided.class).size();
        return invariants.phase().kind();
    }

    /// Everything that happened.
    List<JournalEntry> told() {
        return engine.entries();
    }

    private boolean isOver() {
        return !engine.entries().isEmpty() && engine.incident().over();
    }

    private void step() throws InterruptedException {
        if (engine.entries().isEmpty()) {
            engine.reported();
            return;
        }
        if (!calm && oneIn(20)) changeAnOperation();
        if (!calm && oneIn(20)) engine.library.with(runbook());
        if (!calm && oneIn(6)) othersAct();
        if (calm) engine.effects().resume(Operators.ANN, "all clear", engine.clock.instant());
        else if (oneIn(20)) turnTheSwitch();
        if (!calm && oneIn(4)) meddle(engine.desk());
        unseen = calm ? Set.of() : QUESTIONS.stream().filter(_ -> oneIn(40)).collect(Collectors.toSet());
        counts.unseen += unseen.size();
        var pause = engine.drive();
        if (!calm && oneIn(10)) engine.clock.advance(Duration.ofMinutes(random.nextInt(90) - 10L));
        var asked = Operators.next(engine.incident(), engine.provider);
        if (asked.isPresent() && (calm || oneIn(2))) engine.decide(asked.get());
        else if (pause.wakeAt().isPresent())
            engine.clock.advanceTo(pause.wakeAt().get());
    }

    /// Stops all execution, or lets it go on.
    private void turnTheSwitch() {
        var now = engine.clock.instant();
        if (engine.effects().position() instanceof KillSwitch.Position.Running) {
            engine.effects().stop(Operators.BOB, "enough", now);
            counts.stops++;
        } else engine.effects().resume(Operators.ANN, "all clear", now);
    }

    /// While everything is stopped nothing is done but telling people.
    private void assertNotStopped(Effect effect) {
        if (!calm && !isMessage(effect))
            assertThat(engine.effects().position())
                    .as("stopped, and yet: %s", effect)
                    .isInstanceOf(KillSwitch.Position.Running.class);
    }

    private boolean isMessage(Effect effect) {
        return engine.provider
                .catalogue()
                .find(effect.operation())
                .orElseThrow()
                .isMessage();
    }

    /// Another incident changes what this one may want to change, and sooner or later helps, or does not, or
    /// never says.
    private void othersAct() {
        var other = new IncidentId("INC-other" + random.nextInt(1000));
        var operation = engine.provider
                .catalogue()
                .find(new OperationName(Capability.COMPUTE, "restart_service"))
                .orElseThrow();
        var wish = new Wish(
                other,
                new IdempotencyKey(other + "/" + random.nextLong()),
                "production",
                "production",
                HighCpu.SERVICE,
                operation.name(),
                Optional.of(oneIn(3) ? HighCpu.HOST : HighCpu.SERVICE),
                Wish.Purpose.CHANGE,
                engine.clock.instant());
        var versions = engine.effects().around(wish, Duration.ofHours(1)).versions();
        tellOf(other, Optional.of(new Permit(wish, versions)), new Event.Commented("it acts"));
        if (oneIn(6)) return;
        tellOf(other, Optional.empty(), new Event.StepSucceeded(new StepId("restart"), wish.key(), Value.of(1)));
        var answer = oneIn(4) ? Verification.Answer.GOOD : Verification.Answer.BAD;
        var looked = SampleEvents.aVerification(answer);
        if (!oneIn(4))
            tellOf(
                    other,
                    Optional.empty(),
                    answer == Verification.Answer.GOOD ? new Event.Verified(looked) : new Event.NotVerified(looked));
    }

    private void tellOf(IncidentId other, Optional<Permit> permit, Event event) {
        var now = engine.clock.instant();
        var line = IncidentSummary.of(
                Evolution.begin(other, new Stamped(now, Operators.ANN, new Event.Reported(HighCpu.report()))), now);
        engine.effects()
                .take(new Journal.Commit(
                        1, List.of(new Stamped(now, Actor.engine(), event)), line, Journal.Wake.KEEP, permit));
    }

    private Runbook runbook() {
        var risk = pick(RiskLevel.values());
        var runbook = switch (random.nextInt(6)) {
            case 0 -> RunbookFixture.highCpu(risk);
            case 4 ->
                RunbookFixture.highCpu(risk)
                        .undoneBy(RESTART, "host", "web-2", "service", pick("checkout", "{{ result.receipt }}"))
                        .executing("reboot", risk, REBOOT, "host", "{{ incident.host }}");
            case 5 ->
                RunbookFixture.highCpu(risk)
                        .undoneBy(RESTART, "host", "web-2", "service", "checkout")
                        .retrying(2)
                        .verifying("well", "cpu_usage < 50")
                        .onFailure(new OnFailure.Undo());
            case 1 -> RunbookFixture.highCpu(risk).executing("reboot", risk, REBOOT, "host", "{{ incident.host }}");
            case 2 -> RunbookFixture.everyKindOfStep(risk);
            default ->
                RunbookFixture.aRunbook("by_the_book")
                        .executing("scale", risk, SCALE, "service", "checkout", "replicas", 4)
                        .executing("restart", risk, RESTART, "host", "web-1", "service", "checkout");
        };
        return runbook.build();
    }

    private Behaviour fate(Effect wanted) {
        if (calm || !oneIn(4)) return Behaviour.WORKS;
        return pick(Behaviour.values());
    }

    /// From now on a restart is riskier than it was, or as risky as it was.
    private void changeAnOperation() {
        var risk = pick(RiskLevel.MEDIUM, RiskLevel.CRITICAL);
        engine.provider.offering(new Catalogue(engine.provider.catalogue().all().stream()
                .map(o -> o.name().toString().equals(RESTART) ? withFloor(o, risk) : o)
                .toList()));
    }

    private static Operation withFloor(Operation o, RiskLevel risk) {
        return new Operation(
                o.name(),
                o.description(),
                o.parameters(),
                o.effect(),
                o.idempotent(),
                risk,
                o.remedies(),
                o.target(),
                o.result());
    }

    /// Somebody does something, whether it makes sense or not, and perhaps says again what was said before.
    private void meddle(IncidentDesk desk) {
        var again = said.filter(_ -> oneIn(4));
        if (again.isPresent()) counts.repeated++;
        var command = again.orElseGet(this::anything);
        said = Optional.of(command);
        switch (desk.handle(EngineUnderTest.ID, command).orElseThrow()) {
            case Decision.Accepted _ -> counts.accepted++;
            case Decision.Refused _ -> counts.refused++;
        }
    }

    private Command anything() {
        var incident = engine.incident();
        var open = Engine.openRequest(incident);
        if (open.isPresent() && oneIn(6)) {
            engine.clock.advanceTo(open.get().expiresAt());
            counts.late++;
        }
        var by = pick(PEOPLE.toArray(Actor.Operator[]::new));
        var id = oneIn(5)
                ? RequestId.number(1 + random.nextInt(3))
                : open.map(r -> r.id()).orElse(RequestId.number(1));
        var hash = oneIn(5)
                ? Digest.of("another plan")
                : open.map(r -> r.planHash()).orElse(Digest.of("no plan"));
        return switch (random.nextInt(23)) {
            case 0 -> new Command.Deny(by, id, "no");
            case 1 -> new Command.Veto(by, id, "no");
            case 2 -> new Command.Attest(by, random.nextBoolean(), "I guess");
            case 3 -> new Command.Resolve(by, "by hand");
            case 4 -> new Command.Close(by, "done");
            case 5, 6, 7 -> new Command.Comment(by, "how odd");
            case 8, 9 ->
                new Command.Answer(
                        by,
                        Engine.openQuestion(incident).map(Question::id).orElse(id),
                        Value.fields("go_on", oneIn(4) ? "perhaps" : oneIn(2)));
            case 10 -> new Command.Reclassify(by, Optional.of(Category.DATABASE), Optional.empty(), "I know it");
            case 11 -> new Command.Steer(by, CauseKind.DATABASE_CONNECTIONS, "orders-db", "I see it");
            case 12 ->
                new Command.Remember(by, Optional.of(CauseKind.DATABASE_CONNECTIONS), Optional.of("orders"), "so");
            case 13 -> new Command.Forget(by, "no");
            case 14 -> new Command.Document(by, "# As I saw it");
            default -> new Command.Approve(by, id, hash, "");
        };
    }

    /// A world that is slow, and at times cannot be seen.
    private final class Unsteady implements Provider {
        private final Provider steady;

        private Unsteady(Provider steady) {
            this.steady = steady;
        }

        @Override
        public Catalogue catalogue() {
            return steady.catalogue();
        }

        @Override
        public String sourceOf(Capability capability) {
            return steady.sourceOf(capability);
        }

        @Override
        public Observation observe(OperationName name, Arguments arguments, CallContext context)
                throws InterruptedException {
            return unseen.contains(name.toString())
                    ? new Observation.CouldNotLook("no answer in time", true)
                    : steady.observe(name, arguments, context);
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            if (!calm && oneIn(6)) engine.clock.advance(Duration.ofSeconds(random.nextInt(300)));
            return steady.act(name, arguments, key, context);
        }

        @Override
        public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return !calm && oneIn(8)
                    ? new Occurrence.CannotTell("no answer in time")
                    : steady.occurred(name, arguments, key, context);
        }
    }

    /// A journal before which the process dies, which fails, and past which others write.
    private final class Hostile implements Journal {
        private final Journal kept;

        private Hostile(Journal kept) {
            this.kept = kept;
        }

        @Override
        public List<JournalEntry> read(IncidentId incident) {
            return kept.read(incident);
        }

        @Override
        public Append append(Commit commit) {
            if (calm) return kept.append(commit);
            strike("before an append");
            if (oneIn(10) && commit.permit().isPresent()) turnTheSwitch();
            if (oneIn(10) && commit.permit().isPresent()) othersAct();
            if (oneIn(12) && commit.after() > 0)
                meddle(new IncidentDesk(kept, new Engine(notices), this::no, engine.clock));
            var append = kept.append(commit);
            if (append instanceof Append.Conflict) counts.conflicts++;
            strike("after an append");
            return append;
        }

        private void strike(String where) {
            if (!oneIn(20)) return;
            if (oneIn(2)) throw new Crash(where);
            throw new JournalException("the disk is full " + where, new IllegalStateException());
        }

        private IncidentId no() {
            throw new IllegalStateException("nobody reports twice");
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    private <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }
}
