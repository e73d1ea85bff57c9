package dev.runbook.cli;

import dev.runbook.app.assembly.ScenarioFolder;
import dev.runbook.integrations.scenario.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/// Lists the simulated incidents.
@Command(name = "scenarios", description = "List the scenarios that can be played.", mixinStandardHelpOptions = true)
final class ScenariosCommand implements Runnable {

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        var scenarios = new ScenarioFolder(Settings.read(Map.of()).scenarios()).all();
        var json = JsonMapper.shared().createArrayNode();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("NAME", "EXPECTED", "DESCRIPTION"));
        for (var scenario : scenarios) {
            json.addObject()
                    .put("name", scenario.name())
                    .put("description", scenario.description())
                    .put("report", scenario.report().text())
                    .put("expectedAction", action(scenario.expected()))
                    .put("expectedOutcome", lower(scenario.expected().outcome()));
            rows.add(List.of(
                    scenario.name(),
                    scenario.expected()
                                    .action()
                                    .map(a -> a.operation().toString())
                                    .orElse("nothing") + ", "
                            + lower(scenario.expected().outcome()),
                    scenario.description()));
        }
        output.print(json, () -> Output.table(rows));
    }

    private static String action(Expected expected) {
        return expected.action()
                .map(a -> a.operation() + " " + a.parameters().display())
                .orElse("");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
