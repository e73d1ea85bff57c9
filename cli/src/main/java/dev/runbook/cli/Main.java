package dev.runbook.cli;

import dev.runbook.cli.analysis.ClassifyCommand;
import dev.runbook.cli.analysis.DiagnoseCommand;
import dev.runbook.cli.analysis.EvalCommand;
import dev.runbook.cli.analysis.LogsCommand;
import dev.runbook.cli.analysis.MetricsCommand;
import dev.runbook.cli.analysis.MlCommand;
import dev.runbook.cli.analysis.SearchCommand;
import dev.runbook.cli.remote.AnswerCommand;
import dev.runbook.cli.remote.BacktestCommand;
import dev.runbook.cli.remote.ChatCommand;
import dev.runbook.cli.remote.DecideCommand;
import dev.runbook.cli.remote.ExportCommand;
import dev.runbook.cli.remote.IncidentsCommand;
import dev.runbook.cli.remote.MemoryCommand;
import dev.runbook.cli.remote.NewCommand;
import dev.runbook.cli.remote.PlanCommand;
import dev.runbook.cli.remote.ReportCommand;
import dev.runbook.cli.remote.ResumeCommand;
import dev.runbook.cli.remote.ShowCommand;
import dev.runbook.cli.remote.StopCommand;
import dev.runbook.cli.remote.TokensCommand;
import dev.runbook.cli.remote.UsersCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
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
            OperationsCommand.class,
            IntegrationsCommand.class,
            CallCommand.class,
            DiagnoseCommand.class,
            EvalCommand.class,
            TestCommand.class,
            PlanCommand.class,
            LogsCommand.class,
            MetricsCommand.class,
            AuditCommand.class,
            ExportCommand.class,
            ReplayCommand.class,
            BacktestCommand.class,
            NewCommand.class,
            SearchCommand.class,
            ClassifyCommand.class,
            MlCommand.class,
            BenchCommand.class,
            ReportCommand.class,
            IncidentsCommand.class,
            ShowCommand.class,
            ChatCommand.class,
            AnswerCommand.class,
            DecideCommand.Approve.class,
            DecideCommand.Deny.class,
            DecideCommand.Veto.class,
            MemoryCommand.Remember.class,
            MemoryCommand.Forget.class,
            UsersCommand.class,
            TokensCommand.class,
            StopCommand.class,
            ResumeCommand.class
        })
public final class Main {
    private Main() {}

    /// Held, so that its level stays set.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    public static void main(String[] args) {
        // It recommends an incubating module of the JDK at every start.
        LUCENE.setLevel(Level.SEVERE);
        // A command that starts a server returns while the server's threads keep the process alive.
        int exitCode = commandLine().execute(args);
        if (exitCode != 0) System.exit(exitCode);
    }

    /// The command with all its subcommands. What goes wrong is said in a line for each thing, with exit
    /// code 1; the stack trace of a fault of the program itself is shown with
    /// `RUNBOOK_JAVA_OPTS=-Drunbook.trace=true`.
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((fault, command, _) -> {
            var message = fault.getMessage() == null ? fault.toString() : fault.getMessage();
            message.lines().forEach(line -> command.getErr().println("runbook: " + line));
            if (Boolean.getBoolean("runbook.trace")) fault.printStackTrace(command.getErr());
            return 1;
        });
    }
}
