package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.app.security.IdentityProvider;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private static final Path HOME = Path.of("/srv/runbook");

    private static Configuration read(Map<String, String> environment) {
        return Configuration.read(environment, Map.of(), HOME);
    }

    @Test
    void everythingHasADefault() {
        var expected = new Configuration(
                Path.of("data"),
                HOME.resolve("runbooks"),
                HOME.resolve("scenarios"),
                Optional.empty(),
                Optional.empty(),
                "127.0.0.1",
                8080,
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Optional.empty(),
                Duration.ofMinutes(5),
                "#incidents",
                Duration.ofHours(2),
                Duration.ofSeconds(20),
                Duration.ofMinutes(30),
                1,
                new ModelSettings.Reading.Offline(),
                Map.of());

        assertThat(read(Map.of())).isEqualTo(expected);
    }

    @Test
    void aFolderOfPagesThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> read(Map.of("RUNBOOK_PAGES", "/nowhere/pages")))
                .hasMessageContaining("RUNBOOK_PAGES=/nowhere/pages is no folder");
    }

    @Test
    void theEnvironmentWinsOverTheFile() {
        var configuration = Configuration.read(
                Map.of("RUNBOOK_PORT", "9000"), Map.of("RUNBOOK_PORT", "9001", "RUNBOOK_VETO_WINDOW", "90s"), HOME);

        assertThat(configuration.port()).isEqualTo(9000);
        assertThat(configuration.vetoWindow()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aBlankValueIsNoValue() {
        assertThat(read(Map.of("RUNBOOK_PORT", "")).port()).isEqualTo(8080);
    }

    @Test
    void aModelWithoutItsKeyIsOneLineThatNamesTheVariable() {
        assertThatThrownBy(() -> read(Map.of("RUNBOOK_ML_ENGINE", "anthropic")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("ANTHROPIC_API_KEY is missing; RUNBOOK_ML_ENGINE=anthropic needs it");
    }

    @Test
    void everyCredentialOfTheSystemIsHiddenFromTheModel() {
        var given = Map.of(
                "RUNBOOK_ML_ENGINE",
                "anthropic",
                "ANTHROPIC_API_KEY",
                "sk-ant-12345",
                "DATADOG_APP_KEY",
                "dd-key-12345");

        assertThat(read(given).model())
                .isInstanceOfSatisfying(
                        ModelSettings.Reading.Online.class,
                        online -> assertThat(online.settings().secrets())
                                .extracting(Secret::reveal)
                                .containsExactlyInAnyOrder("sk-ant-12345", "dd-key-12345"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> read(Map.of(
                        "RUNBOOK_PROT", "9000", "RUNBOOK_VETO_WINDOW", "soon", "RUNBOOK_APPROVAL_EXPIRY", "-1m")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("RUNBOOK_PROT is no setting")
                .hasMessageContaining("RUNBOOK_VETO_WINDOW=soon")
                .hasMessageContaining("RUNBOOK_APPROVAL_EXPIRY=-1m");
    }

    @Test
    void aNameInTheFileThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> Configuration.read(Map.of(), Map.of("DATADGO_API_KEY", "x"), HOME))
                .hasMessageContaining("DATADGO_API_KEY")
                .hasMessageNotContaining("=x");
    }

    @Test
    void foreignVariablesOfTheProcessAreNotOurBusiness() {
        assertThat(read(Map.of("PATH", "/bin", "LANG", "C")).integrations()).isEmpty();
    }

    @Test
    void theSettingsOfIntegrationsAreHandedOnWhole() {
        var given = Map.of("RUNBOOK_MODE", "mock", "DATADOG_MODE", "live", "DATADOG_API_KEY", "secret");

        assertThat(read(given).integrations()).isEqualTo(given);
        assertThat(read(given).allMock()).isFalse();
    }

    @Test
    void onlySimulatedTimeCanBeSpedUp() {
        assertThatThrownBy(() -> read(Map.of("RUNBOOK_MODE", "live", "RUNBOOK_SPEED", "10")))
                .hasMessageContaining("RUNBOOK_SPEED");
    }

    @Test
    void aFileOfVariablesKeepsQuotedTextAndSkipsRemarks(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve(".env"), "# remark\n\nA=1\nexport B='two words'\nC=\"#x\"\n");

        assertThat(EnvFile.read(file))
                .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "two words", "C", "#x"));
    }

    @Test
    void aLineThatIsNoAssignmentIsNamedByItsNumber(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve(".env"), "A=1\nwhat is this\n");

        assertThatThrownBy(() -> EnvFile.read(file)).hasMessageContaining(".env:2");
    }

    @Test
    void theExampleFileNamesEverySettingAndNoOther() throws IOException {
        var example = Files.readString(Path.of("..", ".env.example"));
        var named = Pattern.compile("^#?([A-Z][A-Z_]+)=", Pattern.MULTILINE)
                .matcher(example)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named)
                .containsAll(Configuration.DOCUMENTED)
                .containsAll(ModelSettings.VARIABLES)
                .containsAll(IdentityProvider.VARIABLES);
        assertThat(Configuration.read(Map.of(), named.stream().collect(Collectors.toMap(n -> n, _ -> "")), HOME))
                .isEqualTo(read(Map.of()));
    }
}
