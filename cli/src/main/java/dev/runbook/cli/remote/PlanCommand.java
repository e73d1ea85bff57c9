package dev.runbook.cli.remote;

import dev.runbook.app.assembly.RunbookText;
import dev.runbook.app.assembly.ScenarioFolder;
import dev.runbook.app.assembly.ScenarioForecast;
import dev.runbook.app.web.view.ForecastView;
import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.cli.Settings;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.language.library.YamlRunbookLibrary;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Shows what a runbook would do, for the incident of a scenario or for one of a server. Nothing is executed.
@Command(
        name = "plan",
        description = "Show what a runbook would do. Nothing is executed.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the plan was made", "1:the runbook, the scenario or the incident cannot be used"})
public final class PlanCommand implements Callable<Integer> {

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "A runbook.")
    private Path file = Path.of("");

    @ArgGroup(multiplicity = "1")
    private For what = new For();

    /// What it is planned for.
    static final class For {
        @Option(names = "--scenario", paramLabel = "S", description = "A name from `runbook scenarios`, or a file.")
        private @Nullable String scenario;

        @Option(names = "--incident", paramLabel = "ID", description = "An incident of the server.")
        private @Nullable String incident;
    }

    @Option(names = "--gather", description = "Carry out the survey and the steps that only look.")
    private boolean gather;

    @Override
    public Integer call() throws InterruptedException {
        var forecast = what.incident != null ? ofIncident(what.incident) : ofScenario(String.valueOf(what.scenario));
        output.print(forecast, () -> ForecastText.of(forecast));
        return 0;
    }

    private JsonNode ofScenario(String name) throws InterruptedException {
        var configuration = Settings.read(Map.of());
        var scenario = new ScenarioFolder(configuration.scenarios()).find(name);
        var runbook = RunbookText.read(file);
        var forecast = ScenarioForecast.of(configuration, scenario, runbook, called(runbook), gather);
        return JsonMapper.shared().valueToTree(ForecastView.of(forecast));
    }

    /// The runbooks beside the file that it calls, as lint looks for them.
    private List<Runbook> called(Runbook runbook) {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || calls(runbook).findAny().isEmpty()) return List.of();
        var beside = new YamlRunbookLibrary(folder, Operations.CATALOGUE, InstantSource.system());
        var called = new LinkedHashMap<RunbookId, Runbook>();
        var left = new ArrayDeque<>(calls(runbook).toList());
        while (!left.isEmpty())
            beside.find(left.removeFirst())
                    .filter(found -> called.putIfAbsent(found.id(), found) == null)
                    .ifPresent(found -> calls(found).forEach(left::add));
        called.remove(runbook.id());
        return List.copyOf(called.values());
    }

    private static Stream<RunbookId> calls(Runbook runbook) {
        return runbook.steps().stream().filter(Step.Call.class::isInstance).map(step -> ((Step.Call) step).runbook());
    }

    private JsonNode ofIncident(String id) {
        var name = file.getFileName();
        if (name == null) throw new Complaint(file + " is no file; name a runbook");
        var body = JsonMapper.shared().createObjectNode();
        body.put("file", name.toString())
                .put("text", RunbookText.read(file).source())
                .put("gather", gather);
        return server.post("/incidents/" + Server.encoded(id) + "/plan", body);
    }
}
