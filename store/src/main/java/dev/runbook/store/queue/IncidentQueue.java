package dev.runbook.store.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalException;
import dev.runbook.store.journal.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work queue: a row for each incident that somebody has to drive, now or at a time. The journal writes the
/// row in the transaction that asks for it. If this node has a place free, that transaction picks the row for it too,
/// and the incident is driven at once; else, and for timers, db-scheduler picks it up. db-scheduler also finds the
/// rows of a node that died. An incident is driven by one node at a time, for a whole segment: from pick-up until it
/// must wait.
///
/// Safe for use by many threads.
public final class IncidentQueue implements Work, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IncidentQueue.class);
    private static final String TASK = "incident";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /// So many heartbeats may be missed before a node counts as dead. A node that is only slow and loses its incident
    /// to another does no harm, since only one of them can write; but both would work.
    private static final int MISSED = 8;

    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Resting resting;
    private final Scheduler scheduler;
    private final ExecutorService picked;
    private final ExecutorService claimed;
    private final Heartbeat heartbeat;
    private final String node = UUID.randomUUID().toString();
    private final Semaphore places;
    private final Map<IncidentId, Long> held = new ConcurrentHashMap<>();
    private final Map<IncidentId, String> stops = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable IncidentDriver> driver = new AtomicReference<>();
    private volatile boolean closing;

    /// @param clock the clock that the incidents' timers are read by
    /// @param speed how many seconds of that clock pass in a real one, at least 1
    /// @param width how many incidents are driven at once, of those that were just reported or decided about,
    ///     and as many of those whose timer ended or whose node died
    public IncidentQueue(DataSource database, InstantSource clock, double speed, int width) {
        this.clock = clock;
        places = new Semaphore(width);
        resting = new Resting(database);
        heartbeat = new Heartbeat(database, clock, held);
        picked = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("incident-", 0).factory());
        claimed = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("new-incident-", 0).factory());
        scheduler = Scheduler.create(database, task())
                .schedulerName(new SchedulerName.Fixed(node))
                .clock(clock::instant)
                .executorService(picked)
                .threads(width)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit((int) Math.ceil(MISSED * speed))
                .shutdownMaxWait(SHUTDOWN)
                .build();
    }

    /// Begins to hand incidents to the driver.
    public void start(IncidentDriver with) {
        if (!driver.compareAndSet(null, with)) throw new IllegalStateException("the queue has been started already");
        heartbeat.start(HEARTBEAT);
        scheduler.start();
    }

    @Override
    public Optional<String> reserve() {
        return driver.get() != null && !closing && places.tryAcquire() ? Optional.of(node) : Optional.empty();
    }

    @Override
    public void release() {
        places.release();
    }

    @Override
    public void begin(IncidentId incident, long version) {
        held.put(incident, version);
        try {
            claimed.execute(() -> {
                try {
                    drive(incident, version);
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException closed) {
            // Its row has no heartbeat any more, so it is found like that of a dead node.
            held.remove(incident, version);
            places.release();
        }
    }

    /// Looks for work at once instead of at the next poll.
    @Override
    public void wake() {
        if (driver.get() != null) scheduler.triggerCheckForDueExecutions();
    }

    @Override
    public OptionalLong held(IncidentId incident) {
        var version = held.get(incident);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    @Override
    public void rested(IncidentId incident, long version) {
        held.remove(incident, version);
    }

    private CustomTask<Void> task() {
        return Tasks.custom(TASK, Void.class)
                // Not onDeadExecutionRevive(), which reads the clock of the machine.
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.instant()))
                .execute((instance, context) -> {
                    var incident = new IncidentId(instance.getId());
                    held.put(incident, context.getExecution().version);
                    drive(incident, context.getExecution().version);
                    return (_, _) -> {
                        // The row is at rest already.
                    };
                });
    }

    /// Drives an incident whose row this node holds in a version, and puts the row to rest.
    private void drive(IncidentId incident, long version) {
        var with = driver.get();
        try {
            if (with == null) throw new IllegalStateException("nobody drives incidents yet");
            var pause = with.drive(incident);
            stops.remove(incident);
            if (held.remove(incident, version) && resting.rest(incident, version, pause, clock.instant())) wake();
        } catch (InterruptedException | SQLException | RuntimeException e) {
            postpone(incident, version, e);
        }
    }

    /// If this fails too, the row stays picked without a heartbeat, so it is found like that of a dead node.
    private void postpone(IncidentId incident, long version, Exception cause) {
        var reason = cause instanceof JournalException ? String.valueOf(cause.getMessage()) : cause.toString();
        // An incident is tried again every second; what it stopped for is said when it is news.
        if (!reason.equals(stops.put(incident, reason)))
            LOG.warn("{} stopped and will be driven again: {}", incident, reason);
        held.remove(incident, version);
        try {
            resting.postpone(incident, version, clock.instant());
        } catch (SQLException e) {
            LOG.warn("the queue cannot put {} to rest: {}", incident, e.getMessage());
        }
    }

    /// Waits for the incidents that are being driven, and hands out no more.
    @Override
    public void close() {
        closing = true;
        scheduler.stop();
        claimed.shutdown();
        try {
            if (!claimed.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) claimed.shutdownNow();
        } catch (InterruptedException _) {
            claimed.shutdownNow();
            Thread.currentThread().interrupt();
        }
        picked.shutdownNow();
        heartbeat.close();
    }
}
