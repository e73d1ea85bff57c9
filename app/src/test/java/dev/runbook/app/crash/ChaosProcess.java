package dev.runbook.app.crash;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.ListedRunbooks;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedMinds;
import dev.runbook.core.testkit.SimpleExpressions;
import dev.runbook.store.Store;
import dev.runbook.store.StoreConfig;
import dev.runbook.store.journal.JournalAudit;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The engine with its store and governor, and incidents that change the world three times each. It is killed
/// from outside.
///
/// Arguments: the data folder, the port of the [EffectCounter], the number of this life, and `report` to take
/// in incidents until it is killed, or `drain` to take in none and end when all are over. Prints `left N` for
/// the incidents that the life before did not end, `back` when it drives them, `took MILLIS` for each when it
/// is taken up, `began ID` for each that was taken in, and at the end of a draining life `incidents N` and
/// `audit RESULT`.
final class ChaosProcess {

    private static final Actor.Operator REPORTER = new Actor.Operator("rita");

    /// So many incidents are under way at most.
    private static final int CROWD = 24;

    private final Store store;
    private final IncidentDesk desk;
    private final IncidentDriver driver;
    private final Set<IncidentId> left = ConcurrentHashMap.newKeySet();
    private final AtomicLong back = new AtomicLong();

    private ChaosProcess(Store store, CountedProvider provider, int life) {
        this.store = store;
        var engine = new Engine(new Notices(Optional.empty()));
        var clock = InstantSource.system();
        var numbers = new AtomicLong();
        desk = new IncidentDesk(
                store.journal(), engine, () -> new IncidentId("INC-" + life + "x" + numbers.incrementAndGet()), clock);
        var runbook = RunbookFixture.aRunbook("thrice")
                .gathering("look", "compute.get_resources")
                .executing(
                        "restart",
                        RiskLevel.HIGH,
                        "compute.restart_service",
                        "host",
                        "h",
                        "service",
                        "{{ incident.service }}")
                .executing(
                        "scale",
                        RiskLevel.HIGH,
                        "compute.scale_service",
                        "service",
                        "{{ incident.service }}",
                        "replicas",
                        4)
                .executing("reboot", RiskLevel.CRITICAL, "compute.reboot_host", "host", "{{ incident.host }}")
                .build();
        driver = new Driver(
                store.journal(),
                provider,
                new ListedRunbooks().with(runbook),
                new SimpleExpressions(),
                new ScriptedMinds().finding("thrice", 1).minds(),
                new ApprovalPolicy(
                        List.of(new ApprovalPolicy.Rule("everything runs", _ -> true, new Gate.RunsAtOnce())),
                        Duration.ofHours(1)),
                new Governor(Limits.standard(), store.effects(), Governor.Estates.BY_ENVIRONMENT),
                engine,
                new Settings(Optional.empty(), 0, Duration.ofHours(1), Duration.ofSeconds(20), 1, 1, 1, false),
                clock);
    }

    public static void main(String[] args) throws InterruptedException, SQLException {
        var config = new StoreConfig(Path.of(args[0]), Optional.empty(), InstantSource.system(), 1, 64);
        try (var store = Store.open(config)) {
            var process =
                    new ChaosProcess(store, new CountedProvider(Integer.parseInt(args[1])), Integer.parseInt(args[2]));
            process.begin();
            if (args[3].equals("report")) process.report();
            else process.drain();
        }
        // The HTTP client's threads would keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private void begin() throws SQLException {
        left.addAll(unfinished());
        say("left " + left.size());
        back.set(System.nanoTime());
        store.queue().start(incident -> {
            if (left.remove(incident)) say("took " + (System.nanoTime() - back.get()) / 1_000_000);
            return driver.drive(incident);
        });
        say("back");
    }

    private Set<IncidentId> unfinished() throws SQLException {
        try (var connection = store.database().dataSource().getConnection();
                var statement = connection.prepareStatement(
                        "select task_instance from scheduled_tasks where execution_time <= now()");
                var rows = statement.executeQuery()) {
            var incidents = new HashSet<IncidentId>();
            while (rows.next()) incidents.add(new IncidentId(rows.getString(1)));
            return incidents;
        }
    }

    private int waiting(String condition) throws SQLException {
        try (var connection = store.database().dataSource().getConnection();
                var statement = connection.prepareStatement("select count(*) from " + condition);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void report() throws SQLException {
        while (true) {
            while (waiting("scheduled_tasks where picked") >= CROWD) LockSupport.parkNanos(2_000_000);
            var service = "svc-" + System.nanoTime();
            var report = ProblemReport.of("it is slow").aboutService(service).onHost("host-of-" + service);
            say("began " + desk.report(report, REPORTER).id());
        }
    }

    private void drain() throws SQLException {
        // Every incident ends in a settle window that nobody waits for here: what matters is that all was done.
        while (waiting("incident where phase not in ('SETTLING', 'RESOLVED', 'ESCALATED', 'CLOSED')") > 0)
            LockSupport.parkNanos(20_000_000);
        say("incidents " + waiting("incident"));
        say("audit " + new JournalAudit(store.database().dataSource()).checkAll());
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
