package dev.runbook.app.assembly;

import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.scenario.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A folder of scenario files. All methods throw [ConfigurationException] when the folder cannot be read,
/// or a file that is asked for is no scenario.
public record ScenarioFolder(Path folder) {

    /// All scenarios, in the order of their files.
    public List<Scenario> all() {
        return files().stream().map(ScenarioFolder::read).toList();
    }

    /// The scenario of this name in the folder, or in the file of this path.
    public Scenario find(String nameOrPath) {
        if (nameOrPath.endsWith(".json") || nameOrPath.contains("/")) return read(Path.of(nameOrPath));
        var file = folder.resolve(nameOrPath + ".json");
        if (Files.isRegularFile(file)) return read(file);
        var names = files().stream()
                .map(f -> f.getFileName().toString().replaceAll("\\.json$", ""))
                .collect(Collectors.joining(", "));
        throw new ConfigurationException("there is no scenario '" + nameOrPath + "'; there are " + names
                + ", or give the path of a scenario file");
    }

    private List<Path> files() {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the folder of scenarios " + folder + " cannot be read; set RUNBOOK_SCENARIOS to one");
        }
    }

    private static Scenario read(Path file) {
        try {
            return Scenario.read(file);
        } catch (ScenarioException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }
}
