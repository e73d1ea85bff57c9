package dev.runbook.ml.llm.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.ml.llm.model.ModelSettings.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelSettingsTest {

    @Test
    void anAddressWithAQueryIsRefused() {
        var reading = ModelSettings.read(Map.of(
                "RUNBOOK_ML_ENGINE", "openai-compatible",
                "RUNBOOK_ML_MODEL", "some-model",
                "OPENAI_API_KEY", "a-key",
                "OPENAI_BASE_URL", "https://acme.openai.azure.com/openai/deployments/x?api-version=2024-10-21"));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        ModelSettings.Reading.Wrong.class,
                        wrong -> assertThat(wrong.reasons())
                                .containsExactly(
                                        "OPENAI_BASE_URL has a query; give the address alone, as https://host/v1"));
    }

    @Test
    void noVariableMeansNoModel() {
        assertThat(ModelSettings.read(Map.of())).isEqualTo(new Reading.Offline());
        assertThat(ModelSettings.read(Map.of("ANTHROPIC_API_KEY", "sk-ant-1"))).isEqualTo(new Reading.Offline());
    }

    @Test
    void aMissingKeyIsOneLineThatNamesTheVariable() {
        assertThat(wrong(Map.of("RUNBOOK_ML_ENGINE", "anthropic")))
                .containsExactly("ANTHROPIC_API_KEY is missing; RUNBOOK_ML_ENGINE=anthropic needs it");
        assertThat(wrong(Map.of("RUNBOOK_ML_ENGINE", "anthropic", "ANTHROPIC_API_KEY", " ")))
                .containsExactly("ANTHROPIC_API_KEY is missing; RUNBOOK_ML_ENGINE=anthropic needs it");
        assertThat(wrong(Map.of("RUNBOOK_ML_ENGINE", "bedrock", "RUNBOOK_ML_MODEL", "m")))
                .containsExactly(
                        "AWS_REGION is missing; RUNBOOK_ML_ENGINE=bedrock needs it",
                        "AWS_ACCESS_KEY_ID is missing; RUNBOOK_ML_ENGINE=bedrock needs it",
                        "AWS_SECRET_ACCESS_KEY is missing; RUNBOOK_ML_ENGINE=bedrock needs it");
        assertThat(wrong(Map.of("RUNBOOK_ML_ENGINE", "openai-compatible", "RUNBOOK_ML_MODEL", "m")))
                .containsExactly("OPENAI_API_KEY is missing; RUNBOOK_ML_ENGINE=openai-compatible needs it");
        assertThat(wrong(Map.of("RUNBOOK_ML_ENGINE", "ollama")))
                .containsExactly("RUNBOOK_ML_MODEL is missing; RUNBOOK_ML_ENGINE=ollama needs the id of a model");
    }

    @Test
    void anEngineThatThereIsNotIsRefused() {
        assertThat(wrong(Map.of("RUNBOOK_ML_ENGINE", "gpt")))
                .containsExactly("RUNBOOK_ML_ENGINE=gpt is no engine; use offline, anthropic, openai-compatible, ollama"
                        + " or bedrock");
    }

    @Test
    void aKeyGoesOverPlainHttpToThisMachineAlone() {
        assertThat(wrong(anthropicAt("http://models.example.com")))
                .containsExactly("ANTHROPIC_BASE_URL=http://models.example.com would send the key in the clear; use"
                        + " https (http only on this machine)");
        assertThat(wrong(anthropicAt("http://127.0.0.1.example.com"))).hasSize(1);
        assertThat(wrong(anthropicAt("ftp://127.0.0.1"))).hasSize(1);
        assertThat(online(anthropicAt("http://localhost:9/")).base()).hasToString("http://localhost:9");
        assertThat(online(anthropicAt("https://models.example.com/anthropic/")).base())
                .hasToString("https://models.example.com/anthropic");
        assertThat(online(anthropicAt("https://models.example.com/v1/")).base())
                .hasToString("https://models.example.com");
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        var settings = online(Map.of("RUNBOOK_ML_ENGINE", "anthropic", "ANTHROPIC_API_KEY", "sk-ant-12345"));

        assertThat(settings.models().values()).containsOnly("claude-sonnet-5-5");
        assertThat(settings.models()).containsOnlyKeys(Task.values());
        assertThat(settings.base()).hasToString("https://api.anthropic.com");
        assertThat(settings.limits())
                .isEqualTo(new Limits(12, 200_000, 1_000_000, Duration.ofMinutes(2), Duration.ofSeconds(60)));
        assertThat(settings.toString()).doesNotContain("sk-ant-12345");
    }

    @Test
    void limitsThatCannotBeUsedAreNamed() {
        var variables = Map.of(
                "RUNBOOK_ML_ENGINE", "anthropic",
                "ANTHROPIC_API_KEY", "sk-ant-12345",
                "RUNBOOK_ML_MAX_CALLS", "0",
                "RUNBOOK_ML_MAX_TIME", "soon",
                "RUNBOOK_ML_PRICES", "x");

        assertThat(wrong(variables))
                .containsExactly(
                        "RUNBOOK_ML_MAX_CALLS=0 must be a number from 1 to 1000",
                        "RUNBOOK_ML_MAX_TIME=soon is no duration; write it as 90s, 15m or 2h",
                        "RUNBOOK_ML_PRICES: 'x' is no price; write it as model=2/10");
    }

    private static Map<String, String> anthropicAt(String base) {
        return Map.of("RUNBOOK_ML_ENGINE", "anthropic", "ANTHROPIC_API_KEY", "sk-ant-1", "ANTHROPIC_BASE_URL", base);
    }

    private static ModelSettings online(Map<String, String> variables) {
        if (ModelSettings.read(variables) instanceof Reading.Online(var settings)) return settings;
        throw new AssertionError(ModelSettings.read(variables));
    }

    private static List<String> wrong(Map<String, String> variables) {
        return ModelSettings.read(variables) instanceof Reading.Wrong(var reasons) ? reasons : List.of();
    }
}
