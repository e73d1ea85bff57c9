package dev.runbook.integrations.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.evidence.Observation.NothingFound;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceNowContractTest extends LiveContract {

    private static final String PASSWORD = "53cretPassw0rd";

    private int changes = 2;

    @Override
    protected VendorStub stub() {
        return new ServiceNowStub(BODY, changes);
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of("SERVICENOW_BASE_URL", url, "SERVICENOW_USERNAME", "runbook", "SERVICENOW_PASSWORD", PASSWORD);
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return ServiceNow.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.of(
                "ticketing.get_recent_changes", Value.fields("service", "checkout"),
                "ticketing.find_incidents", Value.fields("query", "Checkout rolled"),
                "ticketing.get_configuration_item", Value.fields("name", "checkout"),
                "ticketing.get_item_relations", Value.fields("name", "checkout"),
                "ticketing.create_change", Value.fields("component", "checkout", "title", "restart it"),
                "ticketing.move_change", Value.fields("number", "CHG0000001", "state", "Review"),
                "ticketing.create_incident", Value.fields("title", "checkout fails", "description", "since ten"),
                "ticketing.add_work_note", Value.fields("number", "INC0010001", "text", "looking"),
                "ticketing.update_incident",
                        Value.fields("number", "INC0010001", "changes", Value.fields("urgency", 1)),
                "ticketing.resolve_incident", Value.fields("number", "INC0010001", "note", "restarted"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(PASSWORD, "cnVuYm9vazo1M2NyZXRQYXNzdzByZA==");
    }

    @Test
    void changesOfOtherItemsAreLeftOutAlthoughTheInstanceSendsThem() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("ticketing.get_recent_changes", Value.fields("service", "checkout"));

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(
                        Value.fields(
                                "number", "CHG0000001",
                                "kind", "software",
                                "component", "checkout",
                                "summary", "CHG0000001 deploy (Implement)",
                                "author", "Dee Ployer",
                                "time", Instant.parse("2025-11-03T09:01:00Z")),
                        Value.fields(
                                "number", "CHG0000002",
                                "kind", "software",
                                "component", "checkout",
                                "summary", "CHG0000002 deploy (Implement)",
                                "author", "Dee Ployer",
                                "time", Instant.parse("2025-11-03T09:02:00Z")))));
    }

    @Test
    void changesBeforeTheTimeframeAreLeftOut() throws InterruptedException {
        assertThat(stage(Mood.WELL)
                        .ask("ticketing.get_recent_changes", Value.fields("service", "checkout", "timeframe", "30m")))
                .isInstanceOf(NothingFound.class);
    }

    @Test
    void aLongListIsReadPageByPageAndItsCapIsAGap() throws InterruptedException {
        changes = 400;
        var stage = stage(Mood.WELL);
        var found = (Found) stage.ask("ticketing.get_recent_changes", Value.fields("service", "checkout"));

        assertThat(found.contents()).hasSizeGreaterThan(200);
        assertThat(found.gaps()).containsExactly("servicenow has more than the 300 that were read in 3 pages");
        assertThat(stage.stub.seen())
                .extracting(seen -> seen.parameter("sysparm_offset").orElse(""))
                .containsExactly("0", "100", "200");
    }

    @Test
    void theSameKeyCreatesOnce() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var arguments = Value.fields("title", "checkout fails");

        var first = stage.act("ticketing.create_incident", arguments, "key-1");
        var second = stage.act("ticketing.create_incident", arguments, "key-1");
        var other = stage.act("ticketing.create_incident", arguments, "key-2");

        assertThat(first).isInstanceOf(Outcome.Done.class);
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void anIncidentThatIsNotThereIsNamed() throws InterruptedException {
        assertThat(stage(Mood.WELL)
                        .act("ticketing.add_work_note", Value.fields("number", "INC0099999", "text", "t"), "k"))
                .isEqualTo(new Outcome.Refused("servicenow has no incident 'INC0099999', or hides it from us", false));
    }

    @Test
    void aColumnThatServiceNowLeavesOutSilentlyIsSaid() throws InterruptedException {
        var stage = stage(Mood.WELL);

        assertThat(stage.act(
                        "ticketing.update_incident",
                        Value.fields("number", "INC0010001", "changes", Value.fields("u_runbook", "x")),
                        "k"))
                .isEqualTo(new Outcome.Refused(
                        "servicenow took the change of INC0010001 and did not set u_runbook; see whether there are such"
                                + " columns, and which rules of the instance keep them",
                        false));
        assertThat(((Outcome.Done) stage.act(
                                "ticketing.create_change", Value.fields("component", "checkout", "title", "t"), "k"))
                        .result()
                        .display())
                .contains("ignored_fields", "correlation_display");
    }

    @Test
    void aJournalIsNoColumnToSet() throws InterruptedException {
        assertThat(stage(Mood.WELL)
                        .act(
                                "ticketing.update_incident",
                                Value.fields("number", "INC0010001", "changes", Value.fields("work_notes", "x")),
                                "k")
                        .toString())
                .contains("add_work_note");
    }

    @Test
    void relationsReadFromWhatDependsToWhatItDependsOn() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("ticketing.get_item_relations", Value.fields("name", "checkout"));

        assertThat(found.contents())
                .containsExactly(new Content.Dependencies(
                        List.of(new Content.Edge("checkout", "payments"), new Content.Edge("web", "checkout"))));
    }

    @Test
    void aStateThatTheProcessDoesNotLeadToIsRefused() throws InterruptedException {
        assertThat(stage(Mood.WELL)
                        .act("ticketing.move_change", Value.fields("number", "CHG0000001", "state", "Closed"), "k"))
                .isEqualTo(new Outcome.Refused(
                        "servicenow does not lead CHG0000001 from 'Implement' to 'Closed' in one step", false));
    }

    @Test
    void aCaretInAQueryIsDoubled() {
        assertThat(EncodedQuery.ALL
                        .and("short_description", "LIKE", "a^ORactive=true")
                        .text())
                .isEqualTo("short_descriptionLIKEa^^ORactive=true");
    }
}
