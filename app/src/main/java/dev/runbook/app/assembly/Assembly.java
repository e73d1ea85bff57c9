package dev.runbook.app.assembly;

import dev.runbook.app.recording.Recorder;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.SigningKey;
import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.DryRun;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Ids;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertIntake;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.world.FileLedger;
import dev.runbook.integrations.world.Worlds;
import dev.runbook.language.Problem;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.ml.chat.Chat;
import dev.runbook.ml.memory.CaseMemory;
import dev.runbook.ml.offline.OfflineEngine;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.search.PageShelf;
import dev.runbook.ml.search.ReadingDiagnoser;
import dev.runbook.store.Store;
import dev.runbook.store.StoreConfig;
import dev.runbook.store.alerts.PostgresAlertBook;
import dev.runbook.store.journal.IncidentLines;
import dev.runbook.store.journal.JournalFeed;
import dev.runbook.store.journal.RememberedCases;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole system but its surfaces, put together from top to bottom. Close it to stop it in the reverse
/// order.
public final class Assembly implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    /// How many incidents are driven at once on this node.
    private static final int WIDTH = 100;

    /// What was written since the last seal can still be cut off unseen by who may write to the database.
    private static final Duration BETWEEN_SEALS = Duration.ofMinutes(5);

    /// Clocks of several nodes differ by less.
    private static final Duration NOTABLE = Duration.ofMinutes(1);

    private final Configuration configuration;
    private final SimulatedTime clock;
    private final FileLedger ledger;
    private final Worlds worlds;
    private final Vendors vendors;
    private final IntegrationRegistry integrations;
    private final YamlRunbookLibrary library;
    private final Store store;
    private final JournalFeed feed;
    private final IncidentDesk desk;
    private final AlertBook alerts;
    private final AlertIntake intake;
    private final IncidentDriver driver;
    private final DryRun dryRun;
    private final OfflineEngine ml;
    private final Optional<PageShelf> shelf;
    private final Chat chat;
    private final Recording.RanWith ranWith;

    /// Parts that a test may wrap: what the engine writes to and what it acts through.
    public record Wrapping(Function<Journal, Journal> journal, Function<Provider, Provider> provider) {
        /// Everything as it is.
        public static final Wrapping NONE = new Wrapping(Function.identity(), Function.identity());
    }

    /// Puts the system together and opens the store; nothing is driven before [#start()].
    ///
    /// @throws RuntimeException when a setting, a file or the database cannot be used; its message says what to
    ///     do
    public static Assembly open(Configuration configuration, InstantSource real, Wrapping wrapping)
            throws InterruptedException {
        return new Assembly(configuration, real, wrapping);
    }

    private Assembly(Configuration configuration, InstantSource real, Wrapping wrapping) throws InterruptedException {
        this.configuration = configuration;
        clock = new SimulatedTime(real, configuration.speed());
        vendors = new Vendors(configuration, real);
        var limits = Parts.limits(configuration);
        ranWith = Parts.ranWith(configuration);
        var scenarios = new ScenarioFolder(configuration.scenarios()).all();
        library = new YamlRunbookLibrary(configuration.runbooks(), Operations.CATALOGUE, clock, Assembly::tell);
        store = Store.open(new StoreConfig(
                configuration.data(), configuration.databaseUrl(), clock, configuration.speed(), WIDTH));
        try {
            lines().latest().ifPresent(clock::notBefore);
            tellIfAhead(clock, real);
            ledger = FileLedger.open(configuration.data().resolve("worlds.jsonl"));
            worlds = new Worlds(scenarios, clock, ledger);
            var embedder = BgeEmbedder.standard();
            ml = OfflineEngine.create(embedder);
            var remembered = new RememberedCases(store.database().dataSource());
            var memory = new CaseMemory(remembered, embedder);
            shelf = configuration.pages().map(folder -> PageShelf.of(folder, cache(configuration), embedder, real));
            integrations = shelf.map(pages -> vendors.registry(worlds, memory, pages))
                    .orElseGet(() -> vendors.registry(worlds, memory));
            feed = new JournalFeed(store.database());
            chat = Parts.chat(ml, configuration, real);
            var journal = wrapping.journal().apply(store.journal());
            var provider = wrapping.provider().apply(integrations);
            var engine = new Engine(Parts.notices(configuration));
            desk = new IncidentDesk(journal, engine, ids(new SecureRandom()), clock, this::placed);
            alerts = new PostgresAlertBook(store.database().bounded());
            intake = new AlertIntake(desk, alerts, clock, configuration.alertWindow());
            var expressions = new CelExpressions();
            dryRun = new DryRun(
                    provider,
                    library,
                    expressions,
                    expressions,
                    Parts.minds(ml),
                    Parts.policy(configuration),
                    Parts.settings(configuration),
                    clock);
            driver = new Driver(
                    journal,
                    provider,
                    library,
                    expressions,
                    reading(Parts.minds(ml, configuration, real)),
                    Parts.policy(configuration),
                    new Governor(limits, store.effects(), this::estate),
                    engine,
                    Parts.settings(configuration),
                    clock);
        } catch (RuntimeException e) {
            store.close();
            vendors.close();
            throw e;
        }
    }

    /// Times on pages are the system's, so people are told when these are not those of their watches.
    private static void tellIfAhead(SimulatedTime clock, InstantSource real) {
        var ahead = Duration.between(real.instant(), clock.instant());
        if (ahead.compareTo(NOTABLE) > 0)
            LOG.warn(
                    "the system's clock is {} ahead of real time, since an earlier run with --speed left entries of"
                            + " that time; it stays so for this data folder",
                    Durations.display(ahead.truncatedTo(ChronoUnit.SECONDS)));
    }

    /// Where it is kept what pages mean.
    private static Path cache(Configuration configuration) {
        return configuration.data().resolve("cache/pages.vectors");
    }

    /// The same minds, that look for pages about the cause they believe in.
    private Minds reading(Minds minds) {
        return shelf.map(pages -> new Minds(
                        minds.classifier(),
                        minds.finder(),
                        new ReadingDiagnoser(minds.diagnoser(), pages),
                        minds.recommender(),
                        minds.summarizer()))
                .orElse(minds);
    }

    /// Begins to drive incidents, those first that an earlier run left.
    public void start() {
        feed.start();
        store.queue().start(driver);
        store.seals().start(BETWEEN_SEALS);
    }

    private static Ids ids(RandomGenerator random) {
        var letters = "0123456789abcdefghjkmnpqrstvwxyz";
        return () -> {
            var id = new StringBuilder("INC-");
            for (int i = 0; i < 7; i++) id.append(letters.charAt(random.nextInt(letters.length())));
            return new IncidentId(id.toString());
        };
    }

    public Configuration configuration() {
        return configuration;
    }

    public InstantSource clock() {
        return clock;
    }

    public IncidentDesk desk() {
        return desk;
    }

    /// Every alert that was taken in.
    public AlertBook alerts() {
        return alerts;
    }

    /// Where alerts come in.
    public AlertIntake intake() {
        return intake;
    }

    /// Foresees what runbooks would do.
    public DryRun dryRun() {
        return dryRun;
    }

    /// Makes recordings of incidents.
    public Recorder recorder() {
        return new Recorder(
                store.journal()::stored, library, ranWith, () -> SigningKey.of(configuration.data()), clock);
    }

    public Store store() {
        return store;
    }

    public JournalFeed feed() {
        return feed;
    }

    public IncidentLines lines() {
        return new IncidentLines(store.database().bounded());
    }

    private static void tell(List<Problem> problems) {
        if (problems.isEmpty()) LOG.info("every runbook of the library is in order again");
        for (var problem : problems) LOG.warn("runbook {}; {}", problem, problem.hint());
    }

    public RunbookLibrary library() {
        return library;
    }

    /// What is wrong with the files of the library, in the order of files and lines.
    public List<Problem> problems() {
        return library.problems();
    }

    public Vendors vendors() {
        return vendors;
    }

    /// What stands before which action.
    public ApprovalPolicy policy() {
        return Parts.policy(configuration);
    }

    /// What holds actions back that were let through.
    public Limits limits() {
        return Parts.limits(configuration);
    }

    public IntegrationRegistry integrations() {
        return integrations;
    }

    /// Answers questions of operators.
    public Chat chat() {
        return chat;
    }

    public OfflineEngine ml() {
        return ml;
    }

    /// The scenarios that can be played; none when nothing is simulated.
    public List<Scenario> scenarios() {
        return simulated() ? worlds.scenarios() : List.of();
    }

    /// The report with the simulated world it belongs to; as it is when nothing is simulated.
    ///
    /// @throws IllegalArgumentException when it names a scenario that does not exist
    private ProblemReport placed(ProblemReport report) {
        return simulated() ? worlds.label(report) : report;
    }

    /// What is simulated is changed in its own world.
    private String estate(IncidentId incident, String environment) {
        return worlds.of(incident)
                .filter(_ -> simulated())
                .map(world -> environment + " of world " + world.id())
                .orElse(environment);
    }

    private boolean simulated() {
        return integrations.integrations().stream().anyMatch(i -> i.mode() == Integration.Mode.MOCK);
    }

    @Override
    public void close() {
        feed.close();
        store.close();
        vendors.close();
        ledger.close();
    }
}
