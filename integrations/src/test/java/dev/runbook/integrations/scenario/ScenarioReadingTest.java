package dev.runbook.integrations.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a scenario file is said with its place.
class ScenarioReadingTest {

    private static final String GOOD = read();

    private static String read() {
        try {
            return Files.readString(Path.of("../scenarios/high_cpu.json"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> complaint(String from, String to) {
        assertThat(GOOD).contains(from);
        return assertThatThrownBy(() -> Scenario.parse("my.json", GOOD.replace(from, to)))
                .isInstanceOf(ScenarioException.class);
    }

    @Test
    void anUnknownKeyIsNamedWithThoseAllowed() {
        complaint("\"onset\": \"-14m\"", "\"onset\": \"-14m\", \"speed\": 3")
                .hasMessage(
                        "my.json: faults[0]: unknown key 'speed'; allowed are component, host, kind, onset, process,"
                                + " ramp, strength, until");
    }

    @Test
    void anUnknownKindIsNamedWithThoseAllowed() {
        complaint("\"runaway_process\"", "\"gremlins\"")
                .hasMessageStartingWith("my.json: faults[0]: unknown kind 'gremlins'; allowed are bad_deployment,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"seed\": 4711 | \"seed\": \"x\" | my.json: seed: must be a whole number, got \"x\"",
                "\"seed\": 4711 | \"seed\": 3000000000 | my.json: seed: must be between -2147483648 and 2147483647, got 3000000000",
                "\"seed\": 4711 | \"seed\": NaN | my.json:4:14: not valid JSON: Non-standard token 'NaN'",
                "\"text\": \"CPU on | \"text\": \"\\u0000CPU on | my.json: report.text: has a control character, which is no text",
                "\"onset\": \"-14m\" | \"onset\": \"14m\" | my.json: faults[0]: 'onset' must not be in the future; -10m is ten minutes ago",
                "\"onset\": \"-14m\" | \"onset\": \"soon\" | my.json: faults[0].onset: must be a span of time such as 90s, -15m or 2h, got 'soon'",
                "\"text\": \"CPU on | \"words\": \"CPU on | my.json: report: needs 'text'",
                "\"host\": \"web-prod-03\", \"process\" | \"host\": \"web-prod-01\", \"process\" | my.json: faults[0].host: service 'image-resizer' runs on web-prod-02, web-prod-03, not on 'web-prod-01'",
                "\"component\": \"image-resizer\", \"host\" | \"component\": \"resizer\", \"host\" | my.json: faults[0].component: there is no service 'resizer'",
                "\"name\": \"web-prod-02\" | \"name\": \"web-prod-01\" | my.json: estate: two components are named 'web-prod-01'",
                "\"to\": \"session-store\" | \"to\": \"sessions\" | my.json: estate: a dependency names the database 'sessions', which does not exist",
                "\"category\": \"compute\" | \"category\": \"computers\" | my.json: expected.category: must be one of compute, memory, storage, database, network, deployment, application, security, unknown, got 'computers'",
                "\"compute.restart_service\" | \"compute.kick\" | my.json: expected.action: there is no operation 'compute.kick'",
                "{\"host\": \"web-prod-03\", \"service\" | {\"host\": \"web-9\", \"service\" | my.json: expected.action: names the host 'web-9', which does not exist",
                "{\"host\": \"web-prod-03\", \"service\" | {\"server\": \"web-prod-03\", \"service\" | my.json: expected.action: compute.restart_service has no parameter 'server'",
                "\"host\": \"batch-prod-01\", \"process\" | \"host\": \"batch\", \"process\" | my.json: red_herrings[1].host: 'batch' is not in the estate",
                "\"name\": \"high_cpu\" | \"name\": \"High CPU\" | my.json: 'name' must be lower-case letters, digits, '_' and '-', at most 64, got 'High CPU'",
            })
    void everyComplaintNamesThePlace(String from, String to, String message) {
        complaint(from, to).hasMessage(message);
    }

    @Test
    void brokenJsonIsShownWithLineAndColumn() {
        assertThatThrownBy(() -> Scenario.parse("my.json", "{\n  \"name\" \"x\"}"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("my.json:2:")
                .hasMessageContaining("not valid JSON");
    }

    @Test
    void anEmptyFileAndOneThatIsTooDeepAreSaidPlainly() {
        assertThatThrownBy(() -> Scenario.parse("my.json", " "))
                .hasMessage("my.json: is empty; a scenario is a JSON object");
        assertThatThrownBy(() -> Scenario.parse("my.json", "[".repeat(5000)))
                .hasMessageContaining("it is nested too deeply")
                .hasMessageNotContaining("StreamReadConstraints");
    }

    @Test
    void aFileThatIsNotThereSaysSo() {
        assertThatThrownBy(() -> Scenario.read(Path.of("no/such.json")))
                .hasMessage("no/such.json: there is no such file");
    }

    @Test
    void theReportIsLabelledWithItsScenario() {
        assertThat(Scenario.parse("my.json", GOOD).report().labels()).containsEntry(Scenario.LABEL, "high_cpu");
    }

    @Test
    void theFixturesNameOnlyMetricsThatAreCollected() {
        var fixtures = Fixtures.STANDARD;

        assertThat(fixtures.alerts())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(fixtures.metrics())
                        .anyMatch(m -> m.name().equals(rule.metric()) && m.of().contains(rule.of())));
    }
}
