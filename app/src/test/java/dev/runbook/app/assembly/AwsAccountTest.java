package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.ml.llm.model.AwsKeys;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsAccountTest {

    @TempDir
    private Path home;

    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void nobodysOwnFiles() {
        variables.put("HOME", home.toString());
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("RUNBOOK_ML_ENGINE", "bedrock");
        variables.put("RUNBOOK_ML_MODEL", "anthropic.claude");
    }

    private void profile(String text) throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/config"), text);
    }

    private ModelSettings.Reading read() {
        return ModelSettings.read(variables, Optional.of(new AwsAccount()));
    }

    @Test
    void bedrockTakesRegionAndKeysOfAProfile() throws IOException {
        profile("""
                [profile ops]
                region = eu-west-3
                aws_access_key_id = AKIDPROFILE
                aws_secret_access_key = pr0file-secret
                """);
        variables.put("AWS_PROFILE", "ops");

        assertThat(read()).isInstanceOfSatisfying(ModelSettings.Reading.Online.class, online -> {
            assertThat(online.settings().base()).hasToString("https://bedrock-runtime.eu-west-3.amazonaws.com");
            assertThat(online.settings().keys().orElseThrow().now())
                    .isEqualTo(new AwsKeys.Pair("AKIDPROFILE", new Secret("pr0file-secret"), Optional.empty()));
            assertThat(online.settings().toString()).doesNotContain("pr0file-secret");
        });
    }

    @Test
    void keysInVariablesComeFirst() throws IOException {
        profile("[default]\nregion = eu-west-3\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = other\n");
        variables.put("AWS_ACCESS_KEY_ID", "AKIDVARIABLE");
        variables.put("AWS_SECRET_ACCESS_KEY", "variable-secret");

        assertThat(read())
                .isInstanceOfSatisfying(
                        ModelSettings.Reading.Online.class,
                        online -> assertThat(online.settings()
                                        .keys()
                                        .orElseThrow()
                                        .now()
                                        .id())
                                .isEqualTo("AKIDVARIABLE"));
    }

    @Test
    void aProfileThatCannotBeUsedIsSaidInItsOwnWords() throws IOException {
        profile("[default]\nregion = eu-west-3\ncredential_process = /bin/keys\n");

        assertThat(read())
                .isInstanceOfSatisfying(
                        ModelSettings.Reading.Wrong.class,
                        wrong -> assertThat(wrong.reasons())
                                .singleElement()
                                .asString()
                                .contains("credential_process"));
    }

    @Test
    void whereThereIsNothingEveryPlaceIsNamed() {
        variables.put("AWS_REGION", "eu-west-3");

        assertThat(read())
                .isInstanceOfSatisfying(
                        ModelSettings.Reading.Wrong.class,
                        wrong -> assertThat(wrong.reasons())
                                .singleElement()
                                .asString()
                                .startsWith(
                                        "RUNBOOK_ML_ENGINE=bedrock needs AWS_BEARER_TOKEN_BEDROCK, AWS_ACCESS_KEY_ID"));
        assertThatThrownBy(() -> new AwsAccount().keys(variables)).isInstanceOf(IllegalArgumentException.class);
    }
}
