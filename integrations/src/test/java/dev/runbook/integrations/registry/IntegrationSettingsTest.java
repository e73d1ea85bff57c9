package dev.runbook.integrations.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.mock.MockIntegrations;
import dev.runbook.integrations.registry.IntegrationSettings.Mode;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.Worlds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntegrationSettingsTest {

    @Test
    void everythingIsSimulatedUnlessSaidOtherwise() {
        assertThat(IntegrationSettings.read(Map.of("PATH", "/usr/bin", "LC_MODE", "strict"))
                        .modes())
                .allSatisfy((name, mode) -> assertThat(mode)
                        .isEqualTo(
                                List.of("prometheus", "alertmanager", "kubernetes")
                                                .contains(name)
                                        ? Mode.OFF
                                        : Mode.MOCK));
    }

    @Test
    void anIntegrationOverridesTheCommonMode() {
        var settings = IntegrationSettings.read(Map.of("RUNBOOK_MODE", "live", "SLACK_MODE", "mock"));

        assertThat(settings.modes()).containsEntry("slack", Mode.MOCK).containsEntry("aws", Mode.LIVE);
    }

    @Test
    void anIntegrationCanBeOffAndOthersVariablesAreTheirs() {
        var settings = IntegrationSettings.read(Map.of("DATADOG_MODE", "off", "TURBO_MODE", "off"));

        assertThat(settings.modes()).containsEntry("datadog", Mode.OFF);
    }

    @Test
    void whatCannotBeSimulatedIsLiveOnlyWhereItIsConfigured() {
        var without = IntegrationSettings.read(Map.of("RUNBOOK_MODE", "live"));
        var with = IntegrationSettings.read(Map.of("RUNBOOK_MODE", "live", "PROMETHEUS_BASE_URL", "http://localhost"));

        assertThat(without.modes()).containsEntry("prometheus", Mode.OFF);
        assertThat(with.modes()).containsEntry("prometheus", Mode.LIVE).containsEntry("alertmanager", Mode.OFF);
        assertThat(IntegrationSettings.read(Map.of("PROMETHEUS_MODE", "live")).modes())
                .containsEntry("prometheus", Mode.LIVE);
        assertThatThrownBy(() -> IntegrationSettings.read(Map.of("PROMETHEUS_MODE", "mock")))
                .hasMessage("PROMETHEUS_MODE=mock, but prometheus cannot be simulated; set it to live or off");
    }

    @Test
    void anUnknownModeIsNamedWithWhatIsAllowed() {
        assertThatThrownBy(() -> IntegrationSettings.read(Map.of("RUNBOOK_MODE", "prod")))
                .hasMessage("RUNBOOK_MODE=prod is no mode; allowed are mock, live, off");
        assertThatThrownBy(() -> IntegrationSettings.read(Map.of("JIRA_MODE", "on")))
                .hasMessage("JIRA_MODE=on is no mode; allowed are mock, live, off");
    }

    @Test
    void aModeOfAnUnknownIntegrationIsAMistake() {
        assertThatThrownBy(() -> IntegrationSettings.read(Map.of("DATADGO_MODE", "live")))
                .hasMessage(
                        "DATADGO_MODE=live names no integration; there are SERVICENOW_MODE, PAGERDUTY_MODE,"
                                + " DATADOG_MODE, PROMETHEUS_MODE, ALERTMANAGER_MODE, KUBERNETES_MODE, AWS_MODE, JIRA_MODE, SLACK_MODE");
    }

    @Test
    void aLiveIntegrationNeedsItsCredentials() {
        assertThatThrownBy(() -> configure(Map.of("DATADOG_MODE", "live", "DATADOG_API_KEY", "k")))
                .hasMessage("datadog is live but DATADOG_APP_KEY is not set; set it, or set DATADOG_MODE=mock");
    }

    @Test
    void anIntegrationWithoutALiveClientSaysSo() {
        assertThatThrownBy(() ->
                        configure(Map.of("DATADOG_MODE", "live", "DATADOG_API_KEY", "k", "DATADOG_APP_KEY", "s3cret")))
                .hasMessage("this version has no live client for datadog; set DATADOG_MODE=mock")
                .hasMessageNotContaining("s3cret");
    }

    private static IntegrationRegistry configure(Map<String, String> variables) {
        var worlds = new Worlds(List.of(), new SettableClock(), EffectLedger.inMemory());
        return IntegrationRegistry.configure(
                IntegrationSettings.read(variables), MockIntegrations.create(worlds), LiveClients.NONE);
    }
}
