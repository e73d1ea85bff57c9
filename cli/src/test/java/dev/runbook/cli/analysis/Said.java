package dev.runbook.cli.analysis;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import picocli.CommandLine;

/// What a command said, and its exit code.
record Said(int exit, String output, String errors) {

    /// Runs a command whose output goes to the standard stream.
    ///
    /// @param command makes the command; it takes hold of the stream when it is made
    static Said by(Supplier<Object> command, String... arguments) {
        var errors = new StringWriter();
        var output = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            int exit = new CommandLine(command.get())
                    .setErr(new PrintWriter(errors))
                    .setExecutionExceptionHandler((fault, line, _) -> {
                        line.getErr().println(fault.getMessage());
                        return 1;
                    })
                    .execute(arguments);
            return new Said(exit, output.toString(StandardCharsets.UTF_8), errors.toString());
        } finally {
            System.setOut(before);
        }
    }
}
