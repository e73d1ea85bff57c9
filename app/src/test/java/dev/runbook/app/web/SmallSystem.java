package dev.runbook.app.web;

import dev.runbook.app.intake.Webhooks;
import dev.runbook.app.recording.Recorder;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.SigningKey;
import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.DryRun;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Forecast;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.intake.AlertIntake;
import dev.runbook.core.intake.InMemoryAlertBook;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.ListedRunbooks;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedMinds;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.testkit.SimpleExpressions;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.inbound.Hooks;
import dev.runbook.integrations.inbound.SlackReplies;
import dev.runbook.ml.chat.Chat;
import dev.runbook.ml.chat.OfflineChat;
import dev.runbook.store.journal.ChainedEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A whole system in memory, with the engine of the product and a scripted world, for tests of the surfaces.
/// Incidents move only when a test drives them.
public final class SmallSystem {

    public static final Duration VETO_WINDOW = Duration.ofMinutes(10);
    public static final Duration EXPIRY = Duration.ofHours(1);

    /// What the generic webhook is signed with.
    public static final String WEBHOOK_SECRET = "secret of the webhook";

    /// What people in Slack were told.
    public final List<SlackReplies.Said> told = new CopyOnWriteArrayList<>();

    public final SettableClock clock = SettableClock.atNoon();
    public final ListedRunbooks library = new ListedRunbooks();
    public final ScriptedMinds minds = new ScriptedMinds().finding("high_cpu", 0.9);
    public final WatchedJournal journal = new WatchedJournal();
    public final Worlds worlds = new Worlds(clock);
    public final IncidentDesk desk;
    public final InMemoryAlertBook alerts = new InMemoryAlertBook(journal::lines);
    public final AlertIntake intake;

    /// Who answers questions.
    public volatile Chat chat = new OfflineChat(minds.minds());

    private final Path keys = temporaryFolder();

    private final Engine engine = new Engine(new Notices(Optional.of("#incidents")));
    private final AtomicInteger numbers = new AtomicInteger();

    public SmallSystem() {
        library.with(RunbookFixture.highCpu(RiskLevel.HIGH).build());
        desk = new IncidentDesk(journal, engine, () -> new IncidentId("INC-" + numbers.incrementAndGet()), clock);
        intake = new AlertIntake(desk, alerts, clock, Duration.ofMinutes(30));
    }

    public Backend backend() {
        var hooks = Hooks.of(
                new Variables(Map.of(
                        "RUNBOOK_WEBHOOK_SECRET", WEBHOOK_SECRET,
                        "SLACK_SIGNING_SECRET", WEBHOOK_SECRET,
                        "SLACK_OPERATORS", "UANN=ann, UEVE=eve")),
                _ -> Optional.empty());
        return new Backend(
                desk,
                journal,
                journal.index(alerts),
                journal.changes(),
                library,
                workshop(),
                worlds,
                setup(),
                outside(),
                stage(),
                new Pace(clock, 1),
                dryRun(),
                recorder(),
                journal.effects(),
                journal.effects(),
                new Webhooks(hooks, intake, clock, _ -> true, (_, said) -> told.add(said)),
                intake,
                alerts,
                (question, looks, listener) -> chat.answer(question, looks, listener),
                journal::problems);
    }

    private Recorder recorder() {
        return new Recorder(
                id -> ChainedEntry.chain(
                        id, journal.read(id).stream().map(JournalEntry::stamped).toList()),
                library,
                new Recording.RanWith(
                        VETO_WINDOW,
                        EXPIRY,
                        "#incidents",
                        false,
                        Settings.standard().lookBack(),
                        Settings.standard().callTimeout(),
                        Settings.standard().watch(),
                        Optional.empty()),
                () -> SigningKey.of(keys),
                clock);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("runbook-keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Workshop workshop() {
        return new Workshop() {
            private final Played all = new Played(
                    Instant.EPOCH, List.of(new Trial("it helps", List.of())), 75, List.of("step x passed over"));

            @Override
            public List<Flaw> flaws() {
                return List.of(
                        new Flaw("broken.yaml", 3, 1, true, "unknown-key", "'stepz' is no key.", "Write steps."));
            }

            @Override
            public List<Found> search(String text) {
                return text.contains("processor") ? List.of(new Found("high_cpu", 0.7, "meaning 80%")) : List.of();
            }

            @Override
            public Optional<Forecast> foresee(Runbook runbook, String scenario, boolean gather) {
                return scenario.equals("high_cpu")
                        ? Optional.of(new Forecast(
                                runbook.id(),
                                runbook.digest(),
                                runbook.name(),
                                gather,
                                List.of(),
                                List.of(),
                                "it ends"))
                        : Optional.empty();
            }

            private final List<Version> versions = new CopyOnWriteArrayList<>();

            @Override
            public List<Flaw> lint(String runbook, String text) {
                return text.contains("stepz")
                        ? List.of(new Flaw(
                                runbook + ".yaml", 2, 1, true, "unknown-key", "'stepz' is no key.", "Write steps."))
                        : List.of();
            }

            @Override
            public Optional<String> save(String runbook, String text, String from) {
                if (!lint(runbook, text).isEmpty()) return Optional.of("Line 2: 'stepz' is no key.");
                versions.add(new Version(from, Instant.EPOCH, "id: " + runbook + "\nold: line\n"));
                return Optional.empty();
            }

            @Override
            public List<Version> versions(String runbook) {
                return List.copyOf(versions);
            }

            @Override
            public int tests(String runbook) {
                return 1;
            }

            @Override
            public Optional<Played> play(String runbook) {
                return runbook.equals("none") ? Optional.empty() : Optional.of(all);
            }

            @Override
            public Optional<Played> played(String runbook, String version) {
                return Optional.of(all);
            }
        };
    }

    private static Setup setup() {
        return new Setup() {
            @Override
            public List<Setting> settings() {
                return List.of(new Setting("RUNBOOK_MODE", "mock", "whether integrations are simulated"));
            }

            @Override
            public List<String> missing(String integration) {
                return List.of("DATADOG_API_KEY");
            }

            @Override
            public ApprovalPolicy.Ruling rule(Asked asked) {
                return new ApprovalPolicy.Ruling(new Gate.NeedsApprovals(2, false), List.of("critical risk needs two"));
            }

            @Override
            public Governance governance() {
                return new Governance(
                        Optional.empty(),
                        List.of(new PolicyRule("payments need two", "a wrong restart loses money", "2 approvals")),
                        List.of("a service has at most 20 changes an hour"),
                        List.of());
            }

            @Override
            public List<Tried> check(String integration) {
                return integration.equals("datadog")
                        ? List.of(new Tried("read a metric", false, "datadog did not answer", 20))
                        : List.of();
            }

            @Override
            public String minds() {
                return "scripted";
            }

            @Override
            public Audit audit() {
                return new Audit(3, 14, Optional.empty());
            }
        };
    }

    private static Outside outside() {
        return () -> List.of(new Outside.Line(
                "datadog",
                "mock",
                List.of("monitoring"),
                3,
                1,
                20,
                Optional.empty(),
                true,
                Optional.of("datadog did not answer")));
    }

    private DryRun dryRun() {
        return new DryRun(
                worlds,
                library,
                new SimpleExpressions(),
                _ -> List.of(),
                minds.minds(),
                ApprovalPolicy.ladder(VETO_WINDOW, EXPIRY),
                Settings.standard(),
                clock);
    }

    private static Stage stage() {
        var play = new Stage.Play(
                "high_cpu",
                "High CPU",
                "A service uses up the processor.",
                HighCpu.report().labelled("scenario", "high_cpu"));
        return () -> List.of(play);
    }

    /// Reports the problem of [HighCpu] and takes it as far as it goes without people; the action has this
    /// risk.
    public IncidentId waitingFor(RiskLevel risk, String reporter) {
        return waitingFor(risk, reporter, HighCpu.report());
    }

    /// Reports the problem of [HighCpu] and takes it to the question of a runbook whether to go on.
    public IncidentId asking(String reporter) {
        library.with(RunbookFixture.aRunbook("high_cpu")
                .deciding("decide_action")
                .asking("ask")
                .build());
        var id = desk.report(HighCpu.report(), new Actor.Operator(reporter)).id();
        drive(id);
        return id;
    }

    public IncidentId waitingFor(RiskLevel risk, String reporter, ProblemReport report) {
        library.with(RunbookFixture.highCpu(risk).build());
        var id = desk.report(report, new Actor.Operator(reporter)).id();
        drive(id);
        return id;
    }

    /// Takes an incident as far as it goes without time passing.
    public IncidentDriver.Pause drive(IncidentId id) {
        try {
            return new Driver(
                            journal,
                            worlds,
                            library,
                            new SimpleExpressions(),
                            minds.minds(),
                            ApprovalPolicy.ladder(VETO_WINDOW, EXPIRY),
                            new Governor(Limits.standard(), journal.effects(), (incident, _) -> incident.id()),
                            engine,
                            Settings.standard(),
                            clock)
                    .drive(id);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes an incident on, moving the clock, until it waits for people or is over.
    public Incident driveThroughTimers(IncidentId id) {
        var pause = drive(id);
        while (pause.wakeAt().isPresent() && Engine.openRequest(incident(id)).isEmpty()) {
            clock.advanceTo(pause.wakeAt().get());
            pause = drive(id);
        }
        return incident(id);
    }

    public Incident incident(IncidentId id) {
        return desk.find(id).orElseThrow();
    }
}
