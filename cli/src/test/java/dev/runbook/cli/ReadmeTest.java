package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// A command in a block of its own, and the block with what it prints.
    private static final Pattern EXAMPLE =
            Pattern.compile("```sh\\n\\./runbook (demo [^\\n]*)\\n```\\n\\n```\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theDemoPrintsWhatTheReadmeShows() throws IOException, InterruptedException {
        var example = EXAMPLE.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(example.find()).as("an example of a demo with its output").isTrue();

        var printed = run(example.group(1).split(" "));

        assertThat(example.group(2).lines())
                .hasSizeGreaterThan(5)
                .allSatisfy(shown -> assertThat(printed).anyMatch(line -> matches(shown, line)));
    }

    /// What the README leaves out stands as three dots.
    private static boolean matches(String shown, String line) {
        var pattern = Stream.of(shown.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return line.matches(pattern);
    }

    private static List<String> run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("RUNBOOK_HOME", ROOT.toString());
        var process = builder.start();
        try (var out = process.inputReader()) {
            var lines = out.lines().toList();
            assertThat(process.waitFor()).isZero();
            return lines;
        }
    }
}
