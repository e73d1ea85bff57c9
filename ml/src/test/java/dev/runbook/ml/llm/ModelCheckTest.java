package dev.runbook.ml.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.Reply;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelCheckTest {

    private final AnthropicStub stub = new AnthropicStub();

    @AfterEach
    void close() {
        stub.close();
    }

    private ModelCheck.Result check() {
        var variables = Map.of(
                "RUNBOOK_ML_ENGINE", "anthropic",
                "ANTHROPIC_API_KEY", "sk-ant-test",
                "ANTHROPIC_BASE_URL", stub.address());
        if (!(ModelSettings.read(variables) instanceof ModelSettings.Reading.Online(var settings)))
            throw new AssertionError(ModelSettings.read(variables));
        return ModelCheck.of(settings, InstantSource.system()).getFirst();
    }

    @Test
    void aModelThatAnswersIsSaidToAnswer() {
        stub.then(Reply.says("ready"));

        var result = check();

        assertThat(stub.violations()).isEmpty();
        assertThat(result.answers()).isTrue();
        assertThat(result.line())
                .matches("anthropic model claude-sonnet-5-5 at http://127\\.0\\.0\\.1:\\d+ answers in \\d+ ms");
    }

    @Test
    void theVariableThatIsWrongIsNamed() {
        assertThat(lineFor(401))
                .contains("does not answer: the key is not accepted: 401 from")
                .endsWith("; check ANTHROPIC_API_KEY");
        assertThat(lineFor(404)).endsWith("; check RUNBOOK_ML_MODEL and ANTHROPIC_BASE_URL");
        assertThat(lineFor(400)).endsWith("; check RUNBOOK_ML_MODEL");
        assertThat(lineFor(529)).endsWith("; try again later");
        stub.then(new Reply.Nonsense("<html>"));
        assertThat(check().line()).endsWith("; check ANTHROPIC_BASE_URL").doesNotContain("sk-ant-test");
    }

    @Test
    void aServerThatQuotesTheKeyItRefusesGivesNothingAway() {
        stub.then(Reply.refuses(401, "invalid key sk-ant-test of yours"));

        assertThat(check().line()).contains("invalid key [secret] of yours").doesNotContain("sk-ant-test");
    }

    private String lineFor(int status) {
        stub.then(Reply.refuses(status, "some_error"));
        var result = check();
        assertThat(result.answers()).isFalse();
        assertThat(result.line()).doesNotContain("\n", "sk-ant-test");
        return result.line();
    }
}
