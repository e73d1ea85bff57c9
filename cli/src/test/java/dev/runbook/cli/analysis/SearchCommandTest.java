package dev.runbook.cli.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SearchCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private Path pages() throws IOException {
        return Files.writeString(folder.resolve("pages.jsonl"), """
                {"id": "disk", "title": "Disk full", "text": "no space left"}
                {"id": "cert", "title": "Certificate", "text": "expires soon"}
                """);
    }

    @Test
    void theBestPageComesFirst() throws IOException {
        var said = Said.by(SearchCommand::new, "space is short", "--in", pages().toString(), "--json");

        var first = JsonMapper.shared().readTree(said.output()).path("results").path(0);
        assertThat(first.path("id").asString()).isEqualTo("disk");
    }

    @Test
    void manyQuestionsAreAnsweredIntoAFile() throws IOException {
        var questions = Files.writeString(folder.resolve("q.jsonl"), "{\"qid\": \"7\", \"text\": \"it expires\"}\n");
        var out = folder.resolve("answers.jsonl");

        var said = Said.by(
                SearchCommand::new,
                "--in",
                pages().toString(),
                "--queries",
                questions.toString(),
                "--out",
                out.toString());

        assertThat(said.exit()).isZero();
        assertThat(Files.readString(out)).contains("\"qid\":\"7\"").contains("\"id\":\"cert\"");
    }

    @Test
    void withNothingToLookForItSaysWhatToGive() {
        assertThat(Said.by(SearchCommand::new).errors()).contains("--queries");
    }
}
