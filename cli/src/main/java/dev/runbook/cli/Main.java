package dev.runbook.cli;

import dev.runbook.app.assembly.ConfigurationException;
import dev.runbook.cli.remote.DecideCommand;
import dev.runbook.cli.remote.IncidentsCommand;
import dev.runbook.cli.remote.ReportCommand;
import dev.runbook.cli.remote.ShowCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `runbook` command.
@Command(
        name = "runbook",
        description = "Takes a problem from report to post-mortem.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            ScenariosCommand.class,
            LintCommand.class,
            ReportCommand.class,
            IncidentsCommand.class,
            ShowCommand.class,
            DecideCommand.Approve.class,
            DecideCommand.Deny.class,
            DecideCommand.Veto.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // A command that starts a server returns while the server's threads keep the process alive.
        int exitCode = commandLine().execute(args);
        if (exitCode != 0) System.exit(exitCode);
    }

    /// The command with all its subcommands. What the user can mend is said in one line, with exit code 1.
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((fault, command, _) -> {
            if (!isForTheUser(fault)) throw fault;
            String.valueOf(fault.getMessage())
                    .lines()
                    .forEach(line -> command.getErr().println("runbook: " + line));
            return 1;
        });
    }

    private static boolean isForTheUser(Exception fault) {
        return fault instanceof Complaint || fault instanceof ConfigurationException;
    }
}
