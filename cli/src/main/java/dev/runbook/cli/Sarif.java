package dev.runbook.cli;

import dev.runbook.language.Problem;
import dev.runbook.language.Rule;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Findings as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
final class Sarif {

    private Sarif() {}

    static JsonNode of(List<Problem> problems) {
        var log = JsonMapper.shared().createObjectNode();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json").put("version", "2.1.0");
        var run = log.putArray("runs").addObject();
        var driver = run.putObject("tool").putObject("driver").put("name", "runbook lint");
        var rules = driver.putArray("rules");
        for (var rule : Rule.values()) {
            var described = rules.addObject().put("id", rule.id());
            described.putObject("shortDescription").put("text", rule.id().replace('-', ' '));
            described.putObject("defaultConfiguration").put("level", level(rule.severity()));
        }
        var results = run.putArray("results");
        for (var problem : problems) {
            var result = results.addObject()
                    .put("ruleId", problem.rule().id())
                    .put("ruleIndex", List.of(Rule.values()).indexOf(problem.rule()))
                    .put("level", level(problem.severity()));
            result.putObject("message").put("text", problem.message() + "; " + problem.hint());
            var place = result.putArray("locations").addObject().putObject("physicalLocation");
            place.putObject("artifactLocation")
                    .put("uri", problem.position().file().replace('\\', '/'));
            place.putObject("region")
                    .put("startLine", problem.position().line())
                    .put("startColumn", problem.position().column());
        }
        return log;
    }

    private static String level(Problem.Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
        };
    }
}
