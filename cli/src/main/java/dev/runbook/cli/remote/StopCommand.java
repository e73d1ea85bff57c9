package dev.runbook.cli.remote;

import dev.runbook.cli.Output;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Stops all execution on every node, or says whether it is stopped.
@Command(
        name = "stop",
        description = "Stop all execution, on every node and until somebody resumes it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "When this returns, no action begins any more. What had begun is listed and comes to its end. Looking,",
            "diagnosing and deciding go on; what was let through is held until: runbook resume"
        })
public final class StopCommand implements Runnable {

    static final String PATH = "/kill-switch";

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Option(
            names = {"-m", "--reason"},
            description = "Why, for everybody who is held up by it.")
    private String reason = "no reason given";

    @Option(names = "--status", description = "Only say whether execution is stopped.")
    private boolean status;

    @Override
    public void run() {
        var position = status
                ? server.get(PATH)
                : server.post(
                        PATH + "/stop", JsonMapper.shared().createObjectNode().put("reason", reason));
        output.print(position, () -> text(position));
    }

    /// Where the switch stands, for people.
    static String text(JsonNode position) {
        var text = new StringJoiner("\n");
        if (position.path("stopped").asBoolean())
            text.add("Stopped by " + position.path("by").asString() + " at "
                    + position.path("at").asString() + ": "
                    + position.path("reason").asString());
        else text.add("Running: actions may begin.");
        for (var incident : position.path("underWay"))
            text.add(incident.asString() + " has an action that has begun and has no outcome yet.");
        return text.toString();
    }
}
