package dev.runbook.cli.remote;

import dev.runbook.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Lets execution go on that somebody stopped.
@Command(name = "resume", description = "Let execution go on after runbook stop.", mixinStandardHelpOptions = true)
public final class ResumeCommand implements Runnable {

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Option(
            names = {"-m", "--reason"},
            description = "Why it may go on.")
    private String reason = "";

    @Override
    public void run() {
        var body = JsonMapper.shared().createObjectNode().put("reason", reason);
        var position = server.post(StopCommand.PATH + "/resume", body);
        output.print(position, () -> StopCommand.text(position));
    }
}
