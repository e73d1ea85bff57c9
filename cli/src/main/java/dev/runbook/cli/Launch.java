package dev.runbook.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How this program was started, to start it again.
final class Launch {

    private Launch() {}

    /// The command line of a server on a free port: the start script, as a person would call it. Without one, this JVM
    /// and its class path.
    static List<String> up(Path data) {
        var command = new ArrayList<String>();
        @Nullable String script = System.getProperty("runbook.command");
        if (script == null) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        } else {
            command.add(script);
        }
        command.addAll(List.of("up", "--port", "0", "--data", data.toString()));
        return command;
    }
}
