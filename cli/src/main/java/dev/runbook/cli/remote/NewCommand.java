package dev.runbook.cli.remote;

import dev.runbook.app.assembly.DraftCheck;
import dev.runbook.app.draft.Draft;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.cli.Settings;
import dev.runbook.cli.TextFile;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.language.parse.RunbookTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Drafts a runbook and its tests from a resolved incident.
@Command(
        name = "new",
        description = "Draft a runbook with its tests from a resolved incident.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the draft is clean and passes its tests", "1:it does not, or there is nothing to draft"})
public final class NewCommand implements Callable<Integer> {

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(
            paramLabel = "INCIDENT",
            description = "An incident of the server, such as INC-7f3k2m, or a file of `runbook export`.")
    private String incident = "";

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "The folder (default: this one).")
    private Path folder = Path.of(".");

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "How the runbook is called (default: made from the cause).")
    private @Nullable String id;

    @Option(
            names = "--with",
            paramLabel = "INCIDENT",
            description =
                    "The incident of a `runbook call`, or its file, that was part of what helped; may be repeated.")
    private List<String> with = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        var draft = Draft.of(
                recording(incident),
                with.stream().map(this::recording).toList(),
                Optional.ofNullable(id).map(RunbookId::new));
        var runbook = folder.resolve(draft.id() + ".yaml");
        var tests = folder.resolve(draft.id() + RunbookTests.SUFFIX);
        write(runbook, draft.runbook());
        write(tests, draft.tests());
        var check = DraftCheck.of(Settings.read(Map.of()), draft);
        var json = JsonMapper.shared()
                .createObjectNode()
                .put("runbook", runbook.toString())
                .put("tests", tests.toString())
                .put("played", check.tests());
        check.problems().forEach(json.putArray("problems")::add);
        output.print(json, () -> text(runbook, tests, draft, check));
        return check.problems().isEmpty() ? 0 : 1;
    }

    private Recording recording(String incident) {
        var file = Path.of(incident);
        var text = Files.isRegularFile(file)
                ? TextFile.read(file)
                : server.text("/incidents/" + Server.encoded(incident) + "/recording");
        return switch (RecordingCheck.of(text)) {
            case RecordingCheck.Intact(var recording, var _) -> recording;
            case RecordingCheck.Broken(var reason) -> throw new Complaint(incident + ": " + reason);
        };
    }

    /// What a person may have worked on is never overwritten.
    private static void write(Path file, String text) {
        if (Files.exists(file))
            throw new Complaint(file + " exists already; remove it, or choose another name with --id");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new Complaint("cannot make the folder of " + file + ": " + TextFile.reason(e));
        }
        TextFile.write(file, text);
    }

    private static String text(Path runbook, Path tests, Draft draft, DraftCheck check) {
        var said = new StringBuilder(runbook + "\n" + tests + "\n");
        check.problems().forEach(problem -> said.append("  ").append(problem).append('\n'));
        if (check.problems().isEmpty())
            said.append("Clean, and its ").append(check.tests()).append(" tests pass. ");
        long open =
                draft.runbook().lines().filter(line -> line.contains("DECIDE:")).count();
        return said.append(open).append(" lines marked DECIDE are for you.").toString();
    }
}
