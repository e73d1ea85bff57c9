package dev.runbook.cli.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LogsCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private static Said logs(String... arguments) {
        return Said.by(LogsCommand::new, arguments);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void everyLineGetsTheIdOfItsGroup() throws IOException {
        var log = file("a.log", "took 12 ms\nconnection lost\ntook 9 ms\n");
        var groups = folder.resolve("groups.txt");

        var said = logs("patterns", log.toString(), "--groups", groups.toString());

        assertThat(said.exit()).isZero();
        var ids = Files.readAllLines(groups);
        assertThat(ids).hasSize(3);
        assertThat(ids.get(2)).isEqualTo(ids.get(0)).isNotEqualTo(ids.get(1));
    }

    @Test
    void jsonNamesWhatIsNewBesideTheBaseline() throws IOException {
        var before = file("before.log", "took 12 ms\n".repeat(50));
        var now = file("now.log", "took 12 ms\n".repeat(50) + "disk full on /var\n");

        var said = logs("patterns", now.toString(), "--baseline", before.toString(), "--json");

        var first = JsonMapper.shared().readTree(said.output()).path("patterns").path(0);
        assertThat(first.path("change").asString()).isEqualTo("new");
        assertThat(first.path("template").asString()).contains("disk full");
        assertThat(first.path("line").asInt()).isEqualTo(51);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var said = logs("patterns", folder.resolve("none.log").toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.errors()).contains("no such log file").contains("none.log");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamedBeforeAnythingIsRead() throws IOException {
        var log = file("a.log", "x\n");

        var said = logs(
                "patterns",
                log.toString(),
                "--groups",
                folder.resolve("none").resolve("out.txt").toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.errors()).contains("--groups").contains("make it first");
    }
}
