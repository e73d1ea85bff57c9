package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.app.assembly.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    /// What a command said on the error stream, and its exit code.
    private record Said(int exit, String errors) {}

    private static Said run(String... arguments) {
        var errors = new StringWriter();
        var exit = Main.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
        return new Said(exit, errors.toString());
    }

    @Test
    void everyCommandOfTheReadmeExists() throws IOException {
        var readme = Files.readString(Path.of("..", "README.md"));
        var commands = Pattern.compile("^\\./runbook (.*)$", Pattern.MULTILINE)
                .matcher(readme)
                .results()
                .map(match -> words(match.group(1)))
                .toList();

        assertThat(commands).hasSizeGreaterThan(4);
        for (var command : commands)
            assertThat(Main.commandLine()
                            .parseArgs(command.toArray(String[]::new))
                            .subcommand())
                    .as("runbook %s", command)
                    .isNotNull();
    }

    private static List<String> words(String line) {
        return Pattern.compile("\"[^\"]*\"|\\S+")
                .matcher(line)
                .results()
                .map(match -> match.group().replace("\"", ""))
                .toList();
    }

    @Test
    void anUnknownScenarioIsNamedWithThoseThereAre() {
        var said = run("demo", "no_such_thing", "--approve", "all");

        assertThat(said.exit()).isNotZero();
        assertThat(said.errors()).contains("no_such_thing").hasLineCount(1);
    }

    @Test
    void aDemoNamesTheRunbooksThatItCannotPlayWith(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("broken.yaml"), "name: x\nsteps:\n  - id: a\n    action: dance\n");
        var configuration = Configuration.read(Map.of("RUNBOOK_RUNBOOKS", folder.toString()), Map.of(), Path.of(".."));

        assertThat(DemoCommand.broken(configuration))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("broken.yaml:").startsWith("runbook: not played with"));
    }

    @Test
    void aMissingRunbookFileIsAnError() {
        assertThat(run("lint", "no_such_runbook.yaml").exit()).isEqualTo(1);
    }

    @Test
    void aBrokenRunbookGivesExitCodeOne(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("broken.yaml"), "name: x\nsteps:\n  - id: a\n    action: dance\n");

        assertThat(run("lint", file.toString()).exit()).isEqualTo(1);
    }

    @Test
    void aFolderWithoutRunbooksIsAnError(@TempDir Path folder) {
        assertThat(run("lint", folder.toString()).exit()).isEqualTo(1);
    }

    @Test
    void aPortThatIsNoneIsNamedAsItWasGiven() {
        assertThat(run("up", "--port", "99999").errors()).contains("--port 99999 is no port; use 0 to 65535");
    }

    @Test
    void filesThatCannotBeUsedSayWhyInWords(@TempDir Path folder) throws IOException {
        var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        var nowhere = folder.resolve("none").resolve("export.json");

        assertThatThrownBy(() -> TextFile.read(binary)).hasMessageEndingWith("binary: it is not UTF-8 text");
        assertThatThrownBy(() -> TextFile.write(nowhere, ""))
                .hasMessageContaining("there is no folder " + folder.resolve("none"));
        assertThatThrownBy(() -> TextFile.write(folder, "")).hasMessageContaining("it is a folder");
    }

    @Test
    void aServerThatIsNotThereIsNamedWithWhatToDo() {
        var said = run("incidents", "--url", "http://127.0.0.1:9");

        assertThat(said.exit()).isNotZero();
        assertThat(said.errors())
                .contains("http://127.0.0.1:9")
                .contains("runbook up")
                .hasLineCount(1);
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThat(run("incidents", "--url", "ftp://x").errors()).contains("ftp://x");
    }
}
