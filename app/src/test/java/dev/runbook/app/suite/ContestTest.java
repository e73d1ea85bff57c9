package dev.runbook.app.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.Reply;
import dev.runbook.ml.offline.OfflineEngine;
import dev.runbook.ml.offline.text.Embedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A model beside the offline engine on the same incidents: asked once, and then again from the recording.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContestTest {

    private static final int COUNT = 3;
    private static final String KEY = "sk-ant-this-is-the-key";

    private final AnthropicStub stub = new AnthropicStub();
    private final Contest contest = new Contest(
            Configuration.read(Map.of(), Map.of(), Path.of("..")),
            OfflineEngine.create(Embedder.none("words are enough here")));

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Comparison asked;

    @BeforeAll
    void play() throws InterruptedException {
        stub.otherwise(ContestTest::cautious);
        var variables = Map.of(
                "RUNBOOK_ML_ENGINE", "anthropic", "ANTHROPIC_API_KEY", KEY, "ANTHROPIC_BASE_URL", stub.address());
        if (!(ModelSettings.read(variables) instanceof ModelSettings.Reading.Online(var settings)))
            throw new AssertionError(ModelSettings.read(variables));
        asked = contest.ask(settings, 77, COUNT, _ -> {});
    }

    @AfterAll
    void close() {
        stub.close();
    }

    /// A model that never dares to say what it is.
    private static Reply cautious(JsonNode request) {
        for (var tool : request.path("tools")) {
            var wanted = tool.path("input_schema").path("properties");
            if (wanted.has("verdict"))
                return Reply.concludes("verdict", "inconclusive", "hypotheses", List.of())
                        .costing(1000, 50);
            if (wanted.has("severity"))
                return Reply.concludes("category", "application", "severity", "critical", "confidence", 0.5);
        }
        return Reply.says("I do not know.");
    }

    private static Optional<Comparison.Line> line(Comparison of, String name) {
        return of.lines().stream().filter(line -> line.name().equals(name)).findFirst();
    }

    @Test
    void bothPlayTheSameIncidentsAndAreScoredInOneTable() {
        assertThat(stub.violations()).isEmpty();
        var right = line(asked, "all as expected").orElseThrow();
        assertThat(right.offline().orElseThrow()).isGreaterThan(right.model().orElseThrow());
        assertThat(right.model()).contains(0.0);
        assertThat(line(asked, "undecided").orElseThrow().model()).contains(1.0);
        assertThat(line(asked, "diagnosed by the model").orElseThrow().model()).contains(1.0);
        assertThat(asked.text())
                .contains("offline", "claude-sonnet-5-5", "milliseconds a diagnosis, p95", "right, by kind");
    }

    @Test
    void tokensAndMoneyAreCounted() {
        assertThat(line(asked, "tokens read an incident").orElseThrow().model().orElseThrow())
                .isGreaterThan(1000);
        assertThat(line(asked, "dollars in all").orElseThrow().model().orElseThrow())
                .isPositive();
        assertThat(line(asked, "calls an incident").orElseThrow().model().orElseThrow())
                .isEqualTo(stub.requests().size() / (double) COUNT);
    }

    @Test
    void aRecordingGivesTheSameTableWithoutAModel(@TempDir Path folder) throws IOException, InterruptedException {
        var file = folder.resolve("recording.jsonl");
        int before = stub.requests().size();

        asked.tape().write(file);
        var again = contest.replay(Tape.read(file), _ -> {});

        assertThat(stub.requests()).hasSize(before);
        assertThat(Files.readString(file)).doesNotContain(KEY);
        assertThat(line(again, "questions missing in the recording")
                        .orElseThrow()
                        .model())
                .contains(0.0);
        assertThat(again.lines().stream().map(Comparison.Line::model).toList())
                .isEqualTo(asked.lines().stream().map(Comparison.Line::model).toList());
    }

    @Test
    void aQuestionThatWasNotRecordedIsCountedAndTheOfflineEngineAnswers() throws InterruptedException {
        var tape = new Tape(77, COUNT, asked.tape().limits(), Map.of());

        var again = contest.replay(tape, _ -> {});

        assertThat(line(again, "questions missing in the recording")
                        .orElseThrow()
                        .model()
                        .orElseThrow())
                .isPositive();
        var right = line(again, "all as expected").orElseThrow();
        assertThat(right.model()).isEqualTo(right.offline());
    }

    @Test
    void aFileThatIsNoRecordingIsNamedWithItsLine(@TempDir Path folder) throws IOException {
        var file = folder.resolve("notes.txt");
        Files.writeString(file, "{\"format\": 1, \"seed\": 1, \"count\": 1}\nhello\n");

        assertThatThrownBy(() -> Tape.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("notes.txt, line 2");
    }
}
