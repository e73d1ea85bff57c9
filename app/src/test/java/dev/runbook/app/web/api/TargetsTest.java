package dev.runbook.app.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.testkit.ScriptedProvider;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final Value ESTATE = Value.of(List.of(
            Map.of("name", "web-1", "kind", "host", "host", "i-0815"), Map.of("name", "orders", "kind", "database")));

    private static final Value CALLS = Value.of(List.of(Map.of("from", "checkout", "to", "orders", "kind", "http")));

    private final ScriptedProvider provider = new ScriptedProvider()
            .whenAsked("compute.get_resources", _ -> found(ESTATE, List.of()))
            .whenAsked("monitoring.get_dependencies", _ -> found(CALLS, List.of()));

    private static Observation found(Value answer, List<String> gaps) {
        return new Observation.Found(
                List.of(new Content.Facts("estate", "what there is", answer)), answer, gaps, List.of());
    }

    private Optional<String> objection(String operation, Value.Fields parameters) {
        var known = Operations.CATALOGUE.find(OperationName.of(operation)).orElseThrow();
        return new Targets(provider).objection(known, parameters, Map.of());
    }

    @Test
    void whatNoSourceKnowsIsNamedWithWhatIsKnown() {
        assertThat(objection("compute.restart_service", Value.fields("host", "web-9", "service", "checkuot")))
                .contains("no source knows a host 'web-9' and no service 'checkuot';"
                        + " known are checkout, orders, web-1");
    }

    @Test
    void whatAnySourceKnowsByAnyOfItsNamesIsTaken() {
        assertThat(objection("compute.restart_service", Value.fields("host", "i-0815", "service", "checkout")))
                .isEmpty();
        assertThat(objection("compute.reboot_database", Value.fields("database", "orders")))
                .isEmpty();
    }

    @Test
    void anInventoryThatCannotBeSeenWholeRefusesNothing() {
        provider.whenAsked("compute.get_resources", _ -> found(ESTATE, List.of("aws: eu-west-1 is denied")));
        assertThat(objection("compute.reboot_host", Value.fields("host", "web-9")))
                .isEmpty();

        provider.whenAsked("compute.get_resources", _ -> new Observation.CouldNotLook("it is off", false));
        assertThat(objection("compute.reboot_host", Value.fields("host", "web-9")))
                .isEmpty();
    }

    @Test
    void whatActsOnNothingOfTheEstateIsNotAskedAbout() {
        assertThat(objection("chat.post_message", Value.fields("channel", "#ops", "text", "hello")))
                .isEmpty();
    }
}
