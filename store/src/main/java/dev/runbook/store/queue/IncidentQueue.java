package dev.runbook.store.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.incident.IncidentId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The work queue: a row for each incident that somebody has to drive, now or at a time. The journal writes the
/// row in the transaction that asks for it; db-scheduler picks it up, keeps its heartbeat, and finds it again
/// when its node dies. An incident is driven by one node at a time, for a whole segment: from pick-up until it
/// must wait.
///
/// Safe for use by many threads.
public final class IncidentQueue implements AutoCloseable {

    private static final String TASK = "incident";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /// So many heartbeats may be missed before a node counts as dead. A node that is only slow and loses its incident
    /// to another does no harm, since only one of them can write; but both would work.
    private static final int MISSED = 8;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Resting resting;
    private final Scheduler scheduler;
    private final ExecutorService threads;
    private final AtomicReference<@Nullable IncidentDriver> driver = new AtomicReference<>();

    /// @param clock the clock that the incidents' timers are read by
    /// @param speed how many seconds of that clock pass in a real one, at least 1
    /// @param width how many incidents are driven at once
    public IncidentQueue(DataSource database, InstantSource clock, double speed, int width) {
        this.clock = clock;
        resting = new Resting(database);
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("incident-", 0).factory());
        scheduler = Scheduler.create(database, task())
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .clock(clock::instant)
                .executorService(threads)
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
        scheduler.start();
    }

    /// Looks for work at once instead of at the next poll.
    public void wake() {
        if (driver.get() != null) scheduler.triggerCheckForDueExecutions();
    }

    private CustomTask<Void> task() {
        return Tasks.custom(TASK, Void.class)
                .onFailure(this::tryAgainLater)
                // Not onDeadExecutionRevive(), which reads the clock of the machine.
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.instant()))
                .execute((instance, _) -> {
                    var incident = new IncidentId(instance.getId());
                    var pause = drive(incident);
                    return (complete, _) -> rest(complete, incident, pause);
                });
    }

    private IncidentDriver.Pause drive(IncidentId incident) {
        var with = driver.get();
        if (with == null) throw new IllegalStateException("nobody drives incidents yet");
        try {
            return with.drive(incident);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(incident + " was interrupted and will be driven again", e);
        }
    }

    private void rest(ExecutionComplete complete, IncidentId incident, IncidentDriver.Pause pause) {
        try {
            var now = clock.instant();
            if (resting.rest(incident, complete.getExecution().version, pause, now)) wake();
        } catch (SQLException e) {
            // The row stays picked without a heartbeat, so it is found like that of a dead node.
            throw new IllegalStateException("the queue cannot put " + incident + " to rest", e);
        }
    }

    /// The journal failed or the driver broke: the incident is not lost, it comes back after a pause that
    /// grows.
    private void tryAgainLater(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        var failures = Math.min(complete.getExecution().consecutiveFailures, 6);
        var pause = Duration.ofMillis(500L << failures);
        operations.reschedule(
                complete, clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
    }

    /// Waits for the incidents that are being driven, and hands out no more.
    @Override
    public void close() {
        scheduler.stop();
        threads.shutdownNow();
    }
}
