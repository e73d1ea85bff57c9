package dev.runbook.app.server;

import dev.runbook.app.assembly.Assembly;
import dev.runbook.app.assembly.Parts;
import dev.runbook.app.assembly.RunbookTrial;
import dev.runbook.app.assembly.ScenarioFolder;
import dev.runbook.app.assembly.ScenarioForecast;
import dev.runbook.app.web.Workshop;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.Forecast;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.language.Problem;
import dev.runbook.language.lint.Linter;
import dev.runbook.language.parse.RunbookFile;
import dev.runbook.language.parse.RunbookTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The workshop of the library's folder. Safe for use by many threads.
final class LibraryWorkshop implements Workshop {

    private final Assembly assembly;
    private final InstantSource clock;
    private final Map<Text, Played> played = new ConcurrentHashMap<>();

    private final RunbookShelf shelf;

    private record Text(String runbook, String digest) {}

    LibraryWorkshop(Assembly assembly, InstantSource clock) {
        this.assembly = assembly;
        this.clock = clock;
        shelf = new RunbookShelf(
                assembly.configuration().runbooks(),
                assembly.configuration().data().resolve("runbook-versions"),
                clock);
    }

    @Override
    public List<Flaw> flaws() {
        return assembly.problems().stream().map(LibraryWorkshop::flaw).toList();
    }

    private static Flaw flaw(Problem problem) {
        var place = problem.position();
        return new Flaw(
                String.valueOf(Path.of(place.file()).getFileName()),
                place.line(),
                place.column(),
                problem.isError(),
                problem.rule().id(),
                problem.message(),
                problem.hint());
    }

    @Override
    public List<Found> search(String text) {
        var unknown = new Classification(Category.UNKNOWN, Severity.MEDIUM, 0, List.of());
        return assembly
                .ml()
                .runbookFinder()
                .find(ProblemReport.of(text), unknown, assembly.library().all())
                .stream()
                .map(match -> new Found(match.runbook().id(), match.score(), match.reason()))
                .toList();
    }

    @Override
    public Optional<Forecast> foresee(Runbook runbook, String scenario, boolean gather) throws InterruptedException {
        var configuration = assembly.configuration();
        var known = configuration.scenarios().resolve(scenario + ".json");
        if (!scenario.matches("[A-Za-z0-9_-]+") || !Files.isRegularFile(known)) return Optional.empty();
        var played = new ScenarioFolder(configuration.scenarios()).find(scenario);
        return Optional.of(ScenarioForecast.of(configuration, played, runbook, gather, Parts.minds(assembly.ml())));
    }

    @Override
    public List<Flaw> lint(String runbook, String text) {
        return Linter.lint(runbook + ".yaml", text, Operations.CATALOGUE).stream()
                .sorted(Problem.BY_PLACE)
                .map(LibraryWorkshop::flaw)
                .toList();
    }

    @Override
    public Optional<String> save(String runbook, String text, String from) {
        return shelf.save(runbook, text, from, () -> find(runbook), lint(runbook, text));
    }

    @Override
    public List<Version> versions(String runbook) {
        return shelf.versions(runbook);
    }

    private Optional<Runbook> find(String id) {
        return assembly.library().all().stream()
                .filter(one -> one.id().id().equals(id))
                .findFirst();
    }

    @Override
    public int tests(String runbook) {
        return cases(runbook).size();
    }

    @Override
    public Optional<Played> played(String runbook, String version) {
        return Optional.ofNullable(played.get(new Text(runbook, version)));
    }

    @Override
    public Optional<Played> play(String id) throws InterruptedException {
        var runbook = find(id);
        var cases = cases(id);
        if (runbook.isEmpty() || cases.isEmpty()) return Optional.empty();
        var result = play(runbook.get(), cases);
        played.put(new Text(id, runbook.get().digest().hex()), result);
        return Optional.of(result);
    }

    private Played play(Runbook runbook, List<RunbookTests.Case> cases) throws InterruptedException {
        var trials = new ArrayList<Trial>();
        var coverable = RunbookTrial.coverable(runbook);
        var missed = new ArrayList<>(coverable);
        for (var test : cases) {
            var trial = RunbookTrial.play(assembly.configuration(), assembly.library(), runbook, test);
            trials.add(new Trial(test.name(), trial.differences()));
            missed.removeAll(trial.covered());
        }
        int percent = 100 * (coverable.size() - missed.size()) / Math.max(1, coverable.size());
        return new Played(clock.instant(), trials, percent, List.copyOf(missed));
    }

    /// None when the file is missing or broken; `runbook test` says why.
    private List<RunbookTests.Case> cases(String runbook) {
        var known =
                assembly.library().all().stream().anyMatch(one -> one.id().id().equals(runbook));
        var file = assembly.configuration().runbooks().resolve(runbook + RunbookTests.SUFFIX);
        if (!known || !Files.isRegularFile(file)) return List.of();
        return RunbookFile.read(file) instanceof RunbookFile.Content.Text(var text)
                        && RunbookTests.read(file.toString(), text) instanceof RunbookTests.Result.Read(var tests)
                ? tests.tests()
                : List.of();
    }
}
