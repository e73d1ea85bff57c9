package dev.runbook.app.crash;

import dev.runbook.app.assembly.Assembly;
import dev.runbook.app.assembly.Configuration;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Phase;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A process that carries an incident on, begins another one, and dies at a given moment of it, without a word.
///
/// Arguments: the data folder, the folder above `runbooks` and `scenarios`, the incident to carry on or `-`, and the
/// number of the moment to die at, from 1; 0 to live. Prints `ended ID PHASE` for the incident it carried on,
/// `began ID` for the new one, and `moments N` when it lives to the end of that.
final class DoomedProcess {

    private static final Actor.Operator ANN = new Actor.Operator("ann");

    private DoomedProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var home = Path.of(args[1]);
        var configuration = Configuration.read(Map.of("RUNBOOK_DATA", args[0], "RUNBOOK_SPEED", "600"), Map.of(), home);
        var fate = new Fate(Integer.parseInt(args[3]));
        var wrapping = new Assembly.Wrapping(
                journal -> new MortalJournal(journal, fate), provider -> new MortalProvider(provider, fate));
        try (var assembly = Assembly.open(configuration, InstantSource.system(), wrapping)) {
            assembly.start();
            if (!args[2].equals("-")) {
                var ended = follow(assembly, new IncidentId(args[2]));
                System.out.println("ended " + args[2] + " " + ended.phase().kind() + " " + chain(assembly));
            }
            fate.begin();
            var scenario = assembly.scenarios().stream()
                    .filter(s -> s.name().equals("high_cpu"))
                    .findFirst()
                    .map(Scenario::report)
                    .orElseThrow();
            var begun = assembly.desk().report(scenario, new Actor.Operator("demo"));
            follow(assembly, begun.id());
            System.out.println("moments " + fate.moments());
        }
        // The embedded model's threads would keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static String chain(Assembly assembly) {
        var check = new JournalAudit(assembly.store().database().dataSource()).checkAll();
        return check instanceof ChainCheck.Intact ? "intact" : check.toString();
    }

    /// Approves what needs it, until the incident is over.
    private static Incident follow(Assembly assembly, IncidentId id) {
        while (true) {
            var incident = assembly.desk().find(id).orElseThrow();
            if (incident.over()) return incident;
            if (incident.phase() instanceof Phase.AwaitingApproval)
                Engine.openRequest(incident)
                        .ifPresent(request -> assembly.desk()
                                .handle(id, new Command.Approve(ANN, request.id(), request.planHash(), "")));
            LockSupport.parkNanos(5_000_000);
        }
    }

    /// Counts the moments of the new incident, and ends the process at the chosen one.
    private static final class Fate {
        private final int deadly;
        private final AtomicInteger moment = new AtomicInteger();
        private volatile boolean begun;

        private Fate(int deadly) {
            this.deadly = deadly;
        }

        private void begin() {
            begun = true;
        }

        private int moments() {
            return moment.get();
        }

        private void pass() {
            if (begun && moment.incrementAndGet() == deadly)
                Runtime.getRuntime().halt(137);
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
            if (commit.after() == 0) {
                var append = journal.append(commit);
                System.out.println("began " + commit.incident());
                System.out.flush();
                fate.pass();
                return append;
            }
            fate.pass();
            var append = journal.append(commit);
            fate.pass();
            return append;
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
            fate.pass();
            var outcome = provider.act(name, arguments, key, context);
            fate.pass();
            return outcome;
        }

        @Override
        public Occurrence occurred(OperationName name, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return provider.occurred(name, key, context);
        }
    }
}
