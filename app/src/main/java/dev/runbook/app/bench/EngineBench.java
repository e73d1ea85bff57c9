package dev.runbook.app.bench;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.store.Store;
import dev.runbook.store.bench.RawCommits;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Runs of ten no-op steps through the engine's real path: report, queue, driver, journal with its hash chain,
/// list line; for steps that change something, policy, governor, intent and outcome as well. Each number of
/// callers starts such runs one after another, beside the rate of one-row commits
/// over as many connections to the same database, before and after.
public final class EngineBench {

    private static final int STEPS = 10;

    private static final int WARMING_CALLERS = 16;
    private static final int MOST_ROUNDS = 10;

    /// What a round has to come to, of the best before it, to be faster; after two that are not, it is over.
    private static final double WORTHWHILE = 1.05;
    private static final String PAYLOAD = "x".repeat(300);
    private static final Actor BENCH = new Actor.Operator("bench");

    /// What the caller who reports an incident waits for; known by the incident's id before the incident
    /// exists.
    private static final ScopedValue<CountDownLatch> ENDED = ScopedValue.newInstance();

    private final Store store;
    private final IncidentDesk desk;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong services = new AtomicLong();
    private final Map<IncidentId, CountDownLatch> waiting = new ConcurrentHashMap<>();

    /// What the steps do.
    public enum Kind {
        /// They look: at most one commit each.
        LOOKS,
        /// They change something that nothing else changes, once policy and governor let them: two commits
        /// each.
        CHANGES;

        private RunbookId runbook() {
            return new RunbookId("ten_" + name().toLowerCase(Locale.ROOT));
        }
    }

    /// What one number of callers came to.
    ///
    /// @param rawBefore one-row commits a second before, over as many connections
    /// @param steps durable steps a second
    /// @param rawAfter one-row commits a second after
    /// @param p50Millis the median time of a run of ten steps
    /// @param p99Millis the time that one run in a hundred exceeds
    public record Result(
            Kind kind,
            int callers,
            double rawBefore,
            double steps,
            double rawAfter,
            double p50Millis,
            double p99Millis) {
        /// Durable steps for each raw commit.
        public double ratio() {
            return steps / ((rawBefore + rawAfter) / 2);
        }
    }

    /// @param store a store whose queue has not been started
    public EngineBench(Store store) {
        this.store = store;
        var engine = new Engine(new Notices(Optional.empty()));
        var clock = InstantSource.system();
        desk = new IncidentDesk(store.journal(), engine, this::nextId, clock);
        var driver = new Driver(
                store.journal(),
                new IdleProvider(),
                new TwoRunbooks(),
                new CelExpressions(),
                minds(),
                new ApprovalPolicy(
                        List.of(new ApprovalPolicy.Rule("all runs", _ -> true, new Gate.RunsAtOnce())),
                        Duration.ofHours(1)),
                new Governor(Limits.standard(), store.effects(), Governor.Estates.BY_ENVIRONMENT),
                engine,
                new Settings(Optional.empty(), 0, Duration.ofHours(1), Duration.ofSeconds(10), 1, 1, 1, false),
                clock);
        store.queue().start(telling(driver));
    }

    private IncidentId nextId() {
        var id = new IncidentId("INC-b" + ids.incrementAndGet());
        waiting.put(id, ENDED.get());
        return id;
    }

    /// Tells the caller who waits for it that an incident is at its end.
    private IncidentDriver telling(IncidentDriver driver) {
        return incident -> {
            var pause = driver.drive(incident);
            var latch = waiting.remove(incident);
            if (latch != null) latch.countDown();
            return pause;
        };
    }

    /// Measures one number of callers.
    public Result measure(Kind kind, int callers, Duration length) throws SQLException, InterruptedException {
        var raw = new RawCommits(store.database(), PAYLOAD);
        var before = raw.perSecond(callers, length);
        var start = System.nanoTime();
        var times = runs(kind, callers, length);
        var seconds = (System.nanoTime() - start) / 1e9;
        var after = raw.perSecond(callers, length);
        times.sort(null);
        return new Result(
                kind,
                callers,
                before,
                times.size() * STEPS / seconds,
                after,
                times.get(times.size() / 2) / 1e6,
                times.get((int) Math.min(times.size() - 1L, times.size() * 99L / 100)) / 1e6);
    }

    /// Runs one kind of step until it hardly gets faster: what is measured before the compiler is done with it
    /// says more about the compiler.
    public void warmUp(Kind kind, Duration round) throws InterruptedException {
        int best = 0;
        int still = 0;
        for (int i = 0; i < MOST_ROUNDS && still < 2; i++) {
            int now = runs(kind, WARMING_CALLERS, round).size();
            still = now < best * WORTHWHILE ? still + 1 : 0;
            best = Math.max(best, now);
        }
    }

    /// How long each run of some callers took, in nanoseconds.
    private List<Long> runs(Kind kind, int callers, Duration length) throws InterruptedException {
        var times = new ArrayList<Long>();
        var start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var deadline = start + length.toNanos();
            var calls = IntStream.range(0, callers)
                    .mapToObj(_ -> threads.submit(() -> runsUntil(kind, deadline)))
                    .toList();
            for (Future<List<Long>> call : calls) times.addAll(call.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run failed", e.getCause());
        }
        return times;
    }

    private List<Long> runsUntil(Kind kind, long deadline) throws InterruptedException {
        var times = new ArrayList<Long>();
        while (System.nanoTime() < deadline) {
            var report = ProblemReport.of("a run of ten no-op steps")
                    .aboutService("service-" + services.incrementAndGet())
                    .labelled("runbook", kind.runbook().id());
            var begun = System.nanoTime();
            run(report);
            times.add(System.nanoTime() - begun);
        }
        return times;
    }

    private void run(ProblemReport report) throws InterruptedException {
        var latch = new CountDownLatch(1);
        var incident = ScopedValue.where(ENDED, latch).call(() -> desk.report(report, BENCH));
        if (!latch.await(60, TimeUnit.SECONDS))
            throw new IllegalStateException(incident.id() + " was not driven within a minute");
    }

    private static Minds minds() {
        return new Minds(
                _ -> new Classification(Category.UNKNOWN, Severity.LOW, 0, List.of()),
                (_, _, _) -> List.<RunbookFinder.Match>of(),
                _ -> new Diagnosis(Diagnosis.Verdict.INCONCLUSIVE, List.of(), List.of()),
                (_, _, _) -> List.of(),
                (_, _) -> "nothing happened");
    }

    /// A library of one runbook with ten looks, and one with ten changes.
    private static final class TwoRunbooks implements RunbookLibrary {
        private final List<Runbook> runbooks = List.of(
                IdleProvider.looks(Kind.LOOKS.runbook(), STEPS), IdleProvider.changes(Kind.CHANGES.runbook(), STEPS));

        @Override
        public List<Runbook> all() {
            return runbooks;
        }

        @Override
        public Runbook read(RunbookId id, String source) {
            return find(id).orElseThrow();
        }
    }
}
