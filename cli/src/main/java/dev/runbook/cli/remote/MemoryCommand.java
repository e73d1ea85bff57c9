package dev.runbook.cli.remote;

import dev.runbook.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Confirms what an incident taught, or takes that back.
public abstract sealed class MemoryCommand implements Runnable {

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "ID", description = "The incident, such as INC-7f3k2m.")
    private String id = "";

    @Override
    public void run() {
        var answer = server.post("/incidents/" + Server.encoded(id) + "/memory" + suffix(), body());
        output.print(answer, () -> id + ": " + done());
    }

    abstract String suffix();

    abstract JsonNode body();

    abstract String done();

    /// Confirms what an incident taught.
    @Command(
            name = "remember",
            description = "Confirm what a resolved incident taught, to be shown where a problem is like it.",
            mixinStandardHelpOptions = true)
    public static final class Remember extends MemoryCommand {
        @Option(names = "--cause", description = "The kind of cause, such as memory_leak (default: the diagnosis's).")
        private @Nullable String cause;

        @Option(names = "--component", description = "Where the cause sat (default: where the diagnosis says).")
        private @Nullable String component;

        @Option(
                names = {"-m", "--note"},
                description = "What else there is to be known.")
        private String note = "";

        @Override
        String suffix() {
            return "";
        }

        @Override
        JsonNode body() {
            return JsonMapper.shared()
                    .createObjectNode()
                    .put("cause", cause)
                    .put("component", component)
                    .put("note", note);
        }

        @Override
        String done() {
            return "remembered";
        }
    }

    /// Takes back what was confirmed.
    @Command(
            name = "forget",
            description = "Take back what was confirmed of an incident.",
            mixinStandardHelpOptions = true)
    public static final class Forget extends MemoryCommand {
        @Option(
                names = {"-m", "--reason"},
                description = "Why.")
        private String reason = "";

        @Override
        String suffix() {
            return "/forget";
        }

        @Override
        JsonNode body() {
            return JsonMapper.shared().createObjectNode().put("reason", reason);
        }

        @Override
        String done() {
            return "forgotten";
        }
    }
}
