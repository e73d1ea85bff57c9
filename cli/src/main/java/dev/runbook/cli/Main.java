package dev.runbook.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `runbook` command.
@Command(
        name = "runbook",
        description = "Takes a problem from report to post-mortem.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = UpCommand.class)
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // A command that starts a server returns while the server's threads keep the process alive.
        int exitCode = new CommandLine(new Main()).execute(args);
        if (exitCode != 0) System.exit(exitCode);
    }
}
