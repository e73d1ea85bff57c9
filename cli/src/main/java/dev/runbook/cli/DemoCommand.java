package dev.runbook.cli;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.assembly.Rehearsal;
import dev.runbook.app.assembly.ScenarioFolder;
import dev.runbook.app.assembly.ScenarioRun;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.Notice;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.language.Problem;
import dev.runbook.language.library.YamlRunbookLibrary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Plays a scenario in the terminal, stage by stage. Exit code 0 only if the incident was resolved and the
/// world is well.
@Command(
        name = "demo",
        description = "Play a scenario in the terminal, from report to post-mortem, in simulated time.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    /// Pauses of the terminal are cut to this, so that nobody waits long for a long timer.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// Who says yes.
    enum Approve {
        ask,
        all,
        none
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            defaultValue = "high_cpu",
            description =
                    "A name from `runbook scenarios`, or the path of a scenario file (default: ${DEFAULT-VALUE}).")
    private String scenario = "high_cpu";

    @Option(
            names = "--approve",
            defaultValue = "ask",
            description = "Who decides: ask (you do), all, none (default: ${DEFAULT-VALUE}).")
    private Approve approve = Approve.ask;

    @Option(names = "--seed", description = "The world's noise (default: the scenario's own).")
    private @Nullable Long seed;

    @Option(
            names = "--speed",
            description = "How many simulated seconds pass in one while the incident waits; 0 does not wait (default:"
                    + " 0 with --json, else 120).")
    private @Nullable Double speed;

    @Option(names = "--sign", description = "Sign what is recorded, with the key of the data folder.")
    private boolean sign;

    @Option(names = "--record", paramLabel = "FILE", description = "Write everything to a file, for `runbook replay`.")
    private @Nullable Path record;

    @Override
    public Integer call() throws InterruptedException {
        if (speed != null && !(speed >= 0)) throw new Complaint("--speed " + speed + " must be 0 or more");
        var configuration = Settings.read(Map.of());
        var played = new ScenarioFolder(configuration.scenarios()).find(scenario);
        broken(configuration).forEach(spec.commandLine().getErr()::println);
        output.say("Scenario " + played.name() + ": " + played.description() + "\n");
        var pace = speed != null ? speed : output.isJson() ? 0 : 120;
        var run = ScenarioRun.play(
                configuration,
                played,
                seed != null ? seed : played.seed(),
                approver(),
                this::tell,
                wait -> pause(wait, pace));
        if (record != null) TextFile.write(record, run.recorded(configuration, sign));
        output.print(DemoReport.json(run), () -> DemoReport.text(run));
        return run.cured() ? 0 : 1;
    }

    /// What is wrong with files of the library, which makes their runbooks be missing.
    static List<String> broken(Configuration configuration) {
        return new YamlRunbookLibrary(configuration.runbooks(), Operations.CATALOGUE, InstantSource.system())
                .problems().stream()
                        .filter(Problem::isError)
                        .map(problem -> "runbook: not played with: " + Output.harmless(problem.toString()))
                        .toList();
    }

    private Rehearsal.Approver approver() {
        return switch (approve) {
            case all -> Approvers.ALL;
            case none -> Approvers.NONE;
            case ask -> {
                if (output.isJson()) throw new Complaint("--json cannot ask; add --approve all or --approve none");
                yield Approvers.asking(System.in, System.out);
            }
        };
    }

    private void tell(JournalEntry entry) {
        if (!Notice.isOfBulletin(entry.stamped().event()))
            output.say(DemoReport.heading(entry) + "  " + DemoReport.time(entry) + "  " + Sentence.of(entry.stamped()));
    }

    private void pause(Duration wait, double pace) {
        if (pace == 0) return;
        var real = Duration.ofMillis((long) (wait.toMillis() / pace));
        try {
            Thread.sleep(real.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : real);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
