package dev.runbook.app.crash;

import dev.runbook.app.assembly.Assembly;
import dev.runbook.app.assembly.Configuration;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.store.journal.ChainCheck;
import dev.runbook.store.journal.JournalAudit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A process that carries an incident on, begins another one, and dies at a moment of it, without closing
/// anything.
///
/// Arguments: the data folder, the folder above `runbooks` and `scenarios`, the incident to carry on or `-`, which
/// lane this is and of how many, and the moments that its earlier processes died at: it dies at the first other one of
/// the lane. Prints `ended ID PHASE
/// CHAIN` for the incident it carried on, `began ID` for the new one, and at last `died MOMENT` or, when it
/// knew all of them, `lived CHAINS`.
final class DoomedProcess {

    /// The exit code of a process that was killed.
    static final int DIED = 137;

    private static final Actor.Operator ANN = new Actor.Operator("ann");

    private DoomedProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var home = Path.of(args[1]);
        // Nobody decides late here, however slow the machine is.
        var configuration = Configuration.read(
                Map.of("RUNBOOK_DATA", args[0], "RUNBOOK_SPEED", "1200", "RUNBOOK_APPROVAL_EXPIRY", "720h"),
                Map.of(),
                home);
        var clock = new HeldClock();
        var fate = new Fate(
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]),
                Arrays.stream(args).skip(5).collect(Collectors.toSet()));
        var wrapping = new Assembly.Wrapping(
                journal -> new MortalJournal(journal, fate), provider -> new MortalProvider(provider, fate));
        try (var assembly = Assembly.open(configuration, clock, wrapping)) {
            clock.letGo();
            assembly.start();
            if (!args[2].equals("-")) {
                var ended = follow(assembly, new IncidentId(args[2]));
                var chain = inAWord(audit(assembly).check(ended.id()));
                System.out.println("ended " + ended.id() + " " + ended.phase().kind() + " " + chain);
            }
            var scenario = assembly.scenarios().stream()
                    .filter(s -> s.name().equals("high_cpu"))
                    .findFirst()
                    .map(Scenario::report)
                    .orElseThrow();
            var begun = assembly.desk().report(scenario, new Actor.Operator("demo"));
            follow(assembly, begun.id());
            System.out.println("lived " + inAWord(audit(assembly).checkAll()));
        }
        // The embedded model's threads would keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static JournalAudit audit(Assembly assembly) {
        return new JournalAudit(assembly.store().database().dataSource());
    }

    private static String inAWord(ChainCheck check) {
        return check instanceof ChainCheck.Intact ? "intact" : check.toString();
    }

    /// Approves what needs it, until the incident is over. Reads the incident only where its line says that it
    /// may be time: reading it costs more than the rest of a life.
    private static Incident follow(Assembly assembly, IncidentId id) {
        var lines = assembly.lines();
        while (true) {
            switch (lines.find(id).orElseThrow().phase()) {
                case AWAITING_APPROVAL -> approve(assembly, read(assembly, id));
                case RESOLVED, ESCALATED, CLOSED -> {
                    var incident = read(assembly, id);
                    if (incident.over()) return incident;
                }
                case REPORTED,
                        INVESTIGATING,
                        AWAITING_VETO,
                        AWAITING_ANSWER,
                        CLEARED,
                        HELD,
                        EXECUTING,
                        UNCERTAIN,
                        SETTLING,
                        WATCHING -> {}
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static Incident read(Assembly assembly, IncidentId id) {
        return assembly.desk().find(id).orElseThrow();
    }

    private static void approve(Assembly assembly, Incident incident) {
        Engine.openRequest(incident)
                .ifPresent(request -> assembly.desk()
                        .handle(incident.id(), new Command.Approve(ANN, request.id(), request.planHash(), "")));
    }

    /// Stands still while the process starts: simulated time is so fast that a slow start would take hours of
    /// it.
    private static final class HeldClock implements InstantSource {
        private final Instant start = Instant.now();
        private final AtomicReference<@Nullable Instant> letGo = new AtomicReference<>();

        private void letGo() {
            letGo.set(Instant.now());
        }

        @Override
        public Instant instant() {
            var since = letGo.get();
            return since == null ? start : start.plus(Duration.between(since, Instant.now()));
        }
    }

    /// Dies before an append or after it.
    private record MortalJournal(Journal journal, Fate fate) implements Journal {
        @Override
        public List<JournalEntry> read(IncidentId incident) {
            return journal.read(incident);
        }

        @Override
        public Append append(Commit commit) {
            fate.beforeWriting(commit);
            var append = journal.append(commit);
            if (commit.after() == 0) {
                System.out.println("began " + commit.incident());
                fate.turnTo(commit.incident());
            }
            fate.afterWriting(commit);
            return append;
        }

        @Override
        public CompletableFuture<Append> begin(Commit commit) {
            fate.beforeWriting(commit);
            return journal.begin(commit).thenApply(append -> {
                fate.afterWriting(commit);
                return append;
            });
        }
    }

    /// Dies after the intent was written and before the world hears of it, or after it was done and before the
    /// outcome is written.
    private record MortalProvider(Provider provider, Fate fate) implements Provider {
        @Override
        public Catalogue catalogue() {
            return provider.catalogue();
        }

        @Override
        public String sourceOf(Capability capability) {
            return provider.sourceOf(capability);
        }

        @Override
        public Observation observe(OperationName name, Arguments arguments, CallContext context)
                throws InterruptedException {
            return provider.observe(name, arguments, context);
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            fate.pass(context.incident(), "before doing " + name);
            var outcome = provider.act(name, arguments, key, context);
            fate.pass(context.incident(), "after doing " + name);
            return outcome;
        }

        @Override
        public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return provider.occurred(name, arguments, key, context);
        }
    }
}
