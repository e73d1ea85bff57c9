package dev.runbook.cli;

import dev.runbook.app.assembly.RunbookText;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.app.recording.Replay;
import dev.runbook.app.recording.WhatIf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Replays an exported incident through the engine.
@Command(
        name = "replay",
        description = "Replay an exported incident through the engine. Nothing outside is asked or changed.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every entry came out the same", "1:one came out otherwise, or the file is broken"})
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "A file of `runbook export` or `runbook demo --record`.")
    private Path file = Path.of("");

    @Option(
            names = "--runbook",
            paramLabel = "OTHER",
            description =
                    "Show what would have become of it with this version of its first runbook. Nothing is executed.")
    private @Nullable Path other;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "Show what would have been gated otherwise under these approval rules. Nothing is executed.")
    private @Nullable Path policy;

    @Override
    public Integer call() throws InterruptedException {
        var recording = recording(file);
        if (other != null && policy != null)
            throw new Complaint("--runbook and --policy are two suppositions; make one at a time");
        if (policy != null) {
            var whatIf = WhatIf.under(recording, new Recording.Policy(policy.toString(), TextFile.read(policy)));
            output.print(JsonMapper.shared().valueToTree(whatIf), () -> gates(whatIf) + "\n" + text(whatIf));
            return 0;
        }
        if (other != null) {
            var whatIf = WhatIf.of(recording, RunbookText.read(other));
            output.print(JsonMapper.shared().valueToTree(whatIf), () -> text(whatIf));
            return 0;
        }
        var replay = Replay.of(recording);
        output.print(json(recording, replay), () -> text(recording, replay));
        return replay.difference().isEmpty() ? 0 : 1;
    }

    /// The recording of a file.
    ///
    /// @throws Complaint when it is not what was exported
    static Recording recording(Path file) {
        return switch (RecordingCheck.of(TextFile.read(file))) {
            case RecordingCheck.Intact(var recording, var _) -> recording;
            case RecordingCheck.Broken(var reason) -> throw new Complaint(file + ": " + reason);
        };
    }

    private static String gates(WhatIf whatIf) {
        return whatIf.gates().isEmpty()
                ? "Nothing would have been gated otherwise."
                : "Gated otherwise:\n  " + String.join("\n  ", whatIf.gates());
    }

    private static String text(WhatIf whatIf) {
        var lines = new ArrayList<String>();
        if (whatIf.recorded().isEmpty() && whatIf.supposed().isEmpty())
            lines.add("The course would have been the same: " + whatIf.same().getLast() + ".");
        else {
            lines.add("The same for " + whatIf.same().size() + " steps of the course"
                    + (whatIf.same().isEmpty()
                            ? ""
                            : ", up to: " + whatIf.same().getLast()));
            lines.add("It went on:");
            whatIf.recorded().forEach(line -> lines.add("  - " + line));
            lines.add("It would have gone on:");
            whatIf.supposed().forEach(line -> lines.add("  + " + line));
        }
        whatIf.unknown().forEach(what -> lines.add("Unknown: " + what));
        return String.join("\n", lines);
    }

    private static JsonNode json(Recording recording, Replay replay) {
        var json = JsonMapper.shared()
                .createObjectNode()
                .put("incident", recording.incident().id())
                .put("entries", recording.entries().size())
                .put("replayed", replay.replayed())
                .put("head", replay.head().hex())
                .put("equal", replay.difference().isEmpty());
        replay.difference()
                .ifPresent(difference -> json.putObject("difference")
                        .put("seq", difference.seq())
                        .put("recorded", difference.recorded())
                        .put("replayed", difference.replayed())
                        .put("detail", difference.detail()));
        return json;
    }

    private static String text(Recording recording, Replay replay) {
        return replay.difference()
                .map(difference -> "DIFFERS at entry " + difference.seq() + " of " + recording.incident() + ":\n"
                        + "  recorded  " + difference.recorded() + "\n"
                        + "  replayed  " + difference.replayed()
                        + (difference.detail().isEmpty() ? "" : "\n  " + difference.detail()))
                .orElseGet(() -> "Equal: " + replay.replayed() + " entries of " + recording.incident()
                        + " came out the same, up to hash " + replay.head().brief() + ".");
    }
}
