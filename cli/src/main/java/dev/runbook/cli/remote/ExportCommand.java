package dev.runbook.cli.remote;

import dev.runbook.cli.TextFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes everything about an incident to one file.
@Command(
        name = "export",
        description = "Write everything about an incident to one file.",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Runnable {

    @Mixin
    private Server server = new Server();

    @Parameters(paramLabel = "ID", description = "The incident, such as INC-7f3k2m.")
    private String id = "";

    @Option(names = "--out", paramLabel = "FILE", description = "The file (default: ID.jsonl).")
    private @Nullable Path out;

    @Option(names = "--sign", description = "Have it signed with the server's key.")
    private boolean sign;

    @Override
    public void run() {
        var file = out != null ? out : Path.of(id + ".jsonl");
        TextFile.write(file, server.text("/incidents/" + Server.encoded(id) + "/recording?sign=" + sign));
        System.out.println(file);
    }
}
