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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Runs the commands of the guide one after the other, in one folder, and holds what they print against the
/// guide.
class ToolsGuideTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// A command in a block of its own, and the block with what it prints.
    private static final Pattern EXAMPLE =
            Pattern.compile("```sh\\n\\./runbook ([^\\n]*)\\n```\\n\\n```\\n(.*?)```", Pattern.DOTALL);

    /// A file that commands use, in a block that is called as it is.
    private static final Pattern FILE = Pattern.compile("```yaml ([a-z]+\\.yaml)\\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> theCommandsPrintWhatTheGuideShows(@TempDir Path folder) throws IOException {
        for (var name : List.of("runbooks", "scenarios"))
            Files.createSymbolicLink(folder.resolve(name), ROOT.resolve(name));
        var guide = Files.readString(ROOT.resolve("docs/RUNBOOK_TOOLS.md"));
        for (var file : FILE.matcher(guide).results().toList())
            Files.writeString(folder.resolve(file.group(1)), file.group(2));
        var examples = EXAMPLE.matcher(guide).results().toList();

        assertThat(examples).isNotEmpty();
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(
                        "runbook " + example.group(1), () -> check(example.group(1), example.group(2), folder)));
    }

    private static void check(String command, String shown, Path folder) throws IOException, InterruptedException {
        var printed = run(folder, command.split(" "));

        assertThat(shown.lines())
                .as("what is shown of runbook %s, which printed %s", command, String.join("\n", printed))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(printed).anyMatch(one -> matches(line, one)));
    }

    /// What the guide leaves out stands as three dots.
    private static boolean matches(String shown, String line) {
        var pattern = Stream.of(shown.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return line.matches(pattern);
    }

    private static List<String> run(Path folder, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("RUNBOOK_HOME", ROOT.toString());
        var process = builder.start();
        try (var out = process.inputReader()) {
            var lines = out.lines().toList();
            process.waitFor();
            return lines;
        }
    }

    private static String absolute(String classPath) {
        return Stream.of(classPath.split(System.getProperty("path.separator")))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }
}
