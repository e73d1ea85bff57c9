package dev.runbook.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a program to its end. PostgreSQL's own refuse to run as root, so for root they are run as somebody
/// else.
///
/// @param prefix the words before the command that make it run as somebody else; empty for a normal user
record Program(List<String> prefix) {

    /// How a run ended.
    ///
    /// @param output what it printed, both streams in one
    record Run(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

    Program {
        prefix = List.copyOf(prefix);
    }

    Run run(Object... command) throws IOException, InterruptedException {
        var words = new ArrayList<>(prefix);
        for (var word : command) words.add(word.toString());
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        // Settings of another PostgreSQL's clients are not ours.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        // The server keeps what it frees for the next statement, instead of giving it back and asking for it again.
        builder.environment().put("MALLOC_TOP_PAD_", "1048576");
        builder.environment().put("MALLOC_TRIM_THRESHOLD_", "4194304");
        builder.directory(Path.of("/").toFile());
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    /// Whether the command can be started and succeeds.
    boolean works(Object... command) throws InterruptedException {
        try {
            return run(command).succeeded();
        } catch (IOException _) {
            return false;
        }
    }
}
