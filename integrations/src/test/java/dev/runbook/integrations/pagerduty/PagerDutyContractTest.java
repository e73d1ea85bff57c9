package dev.runbook.integrations.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagerDutyContractTest extends LiveContract {

    static final String KEY = "u-plus_5ecretKeyOfPagerDuty";

    private static final String ROUTING_KEY = "e93facc04764012d7bfb002500d5d1a6";

    private int services = 1;

    @Override
    protected VendorStub stub() {
        return new PagerDutyStub(BODY, services).withChange();
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of(
                "PAGERDUTY_BASE_URL", url,
                "PAGERDUTY_EVENTS_URL", url + "/v2",
                "PAGERDUTY_API_KEY", KEY,
                "PAGERDUTY_ROUTING_KEY", ROUTING_KEY,
                "PAGERDUTY_FROM", "ops@example.com");
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return PagerDuty.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.ofEntries(
                Map.entry("ticketing.get_recent_changes", Value.fields("service", "checkout")),
                Map.entry("paging.get_on_call", Value.fields("service", "checkout")),
                Map.entry("paging.get_pages", Value.fields("service", "checkout")),
                Map.entry("paging.get_page_log", Value.fields("number", "1234")),
                Map.entry("paging.add_note", Value.fields("number", "PT4KHLK", "text", "looking")),
                Map.entry("paging.send_status_update", Value.fields("number", "PT4KHLK", "text", "better")),
                Map.entry("paging.send_change_event", Value.fields("service", "checkout", "summary", "rolled back")),
                Map.entry("paging.send_signal", Value.fields("source", "web-1", "summary", "it burns")),
                Map.entry("paging.page", Value.fields("service", "checkout", "title", "wake up", "details", "burns")),
                Map.entry("paging.acknowledge", Value.fields("number", "PT4KHLK")),
                Map.entry("paging.resolve", Value.fields("number", "1234")));
    }

    @Override
    protected List<String> secrets() {
        return List.of(KEY, ROUTING_KEY);
    }

    @Override
    protected List<String> forgotten() {
        return List.of("paging.send_status_update", "paging.send_signal");
    }

    @Test
    void theLogOfAPageHoldsItsAlertsInOrderOfTime() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("paging.get_page_log", Value.fields("number", "PT4KHLK"));

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(
                        Value.fields(
                                "time", "2025-11-03T08:59:00Z",
                                "kind", "alert triggered",
                                "text", "cpu is high",
                                "by", ""),
                        Value.fields(
                                "time", "2025-11-03T09:00:00Z",
                                "kind", "trigger",
                                "text", "Triggered.",
                                "by", "checkout"))));
    }

    @Test
    void anIncidentThatIsOpenAndNewIsListedOnce() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("paging.get_pages", Value.Fields.NONE);

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(Value.fields(
                        "number", "PT4KHLK",
                        "title", "The server is on fire.",
                        "status", "triggered",
                        "service", "checkout",
                        "created_at", "2025-11-03T09:00:00Z"))));
    }

    @Test
    void eventsNeedTheirOwnKeyAndItsVariableIsNamed() throws InterruptedException {
        var stage = stage(Map.of("PAGERDUTY_ROUTING_KEY", " "));

        assertThat(stage.act("paging.send_signal", Value.fields("source", "s", "summary", "t"), "k")
                        .toString())
                .contains("PAGERDUTY_ROUTING_KEY");
    }

    @Test
    void aSignalAboutAnAlertCarriesItsKey() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var resolve = Value.fields("action", "resolve", "alert", "web-1/cpu", "source", "web-1", "summary", "over");

        assertThat(stage.act("paging.send_signal", resolve, "k"))
                .isEqualTo(new Outcome.Done(Value.fields("alert", "web-1/cpu")));
        assertThat(stage.stub.seen().getLast().body())
                .isEqualTo("{\"dedup_key\":\"web-1/cpu\",\"event_action\":\"resolve\",\"routing_key\":\"" + ROUTING_KEY
                        + "\"}");
    }

    @Test
    void anAlertIsAcknowledgedOnlyByTheKeyThatItWasTriggeredWith() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var signal = Value.fields("source", "web-1", "summary", "it burns");

        assertThat(stage.act("paging.send_signal", signal.with(Map.of("action", Value.text("resolve"))), "k"))
                .isEqualTo(new Outcome.Refused(
                        "'resolve' needs 'alert': the key that the alert was triggered with", false));
        assertThat(stage.act("paging.send_signal", signal.with(Map.of("alert", Value.text("x".repeat(256)))), "k"))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(stage.stub.seen()).isEmpty();
    }

    @Test
    void aChangeThatOthersToldIsEvidenceAndOneOfOursIsNot() throws InterruptedException {
        var stage = stage(Mood.WELL);
        stage.act("paging.send_change_event", Value.fields("service", "checkout", "summary", "rolled back"), "k");
        var found = (Found) stage.ask("ticketing.get_recent_changes", Value.fields("service", "checkout"));

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(Value.fields(
                        "number", "01BT",
                        "kind", "change",
                        "component", "checkout",
                        "summary", "checkout 2.1 is built",
                        "author", "ci",
                        "time", "2025-11-03T09:40:00Z"))));
        assertThat(stage.ask("ticketing.get_recent_changes", Value.fields("host", "web-1")))
                .isInstanceOf(dev.runbook.core.evidence.Observation.NothingFound.class);
    }

    @Test
    void aServiceMayBeGivenByItsId() throws InterruptedException {
        services = 120;

        assertThat(stage(Map.of("PAGERDUTY_DEFAULT_SERVICE", "PSVC120"))
                        .act("paging.page", Value.fields("service", "nobody", "title", "t"), "k"))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aRefusalNamesTheVariableThatItHangsOn() {
        var dialect = PagerDutyDialect.rest(new dev.runbook.integrations.edge.Secret(KEY));

        assertThat(dialect.remedy(Fault.Kind.UNAUTHORISED, answer(401, ""))).contains("PAGERDUTY_API_KEY");
        assertThat(dialect.remedy(Fault.Kind.REJECTED, answer(400, "Requester User Not Found")))
                .contains("PAGERDUTY_FROM");
        assertThat(PagerDutyDialect.events()
                        .remedy(Fault.Kind.REJECTED, answer(400, "Length of 'routing_key' is incorrect")))
                .contains("PAGERDUTY_ROUTING_KEY");
    }

    private static Answer answer(int status, String text) {
        return new Answer(status, Map.of(), text, tools.jackson.databind.node.MissingNode.getInstance());
    }

    @Test
    void whoIsOnCallComesByLevelAndWhoIsForGoodHasNoEnd() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("paging.get_on_call", Value.fields("service", "Checkout"));

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(
                        Value.fields("name", "Ann One", "level", 1, "until", "2025-11-04T08:00:00Z"),
                        Value.fields("name", "Bea Two", "level", 2, "until", null))));
    }

    @Test
    void aServiceIsFoundOnALaterPage() throws InterruptedException {
        services = 250;
        var stage = stage(Mood.WELL);

        assertThat(stage.ask("paging.get_on_call", Value.fields("service", "checkout")))
                .isInstanceOf(Found.class);
        assertThat(stage.stub.seen())
                .extracting(seen -> seen.parameter("offset").orElse(""))
                .startsWith("0", "100", "200");
    }

    @Test
    void theSameKeyPagesOnce() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var page = Value.fields("service", "checkout", "title", "wake up");

        var first = stage.act("paging.page", page, "key-1");
        var second = stage.act("paging.page", page, "key-1");

        assertThat(first).isInstanceOf(Outcome.Done.class);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aServiceThatPagerDutyLacksIsNamedWithWhatToDo() throws InterruptedException {
        assertThat(stage(Mood.WELL).act("paging.page", Value.fields("service", "nobody", "title", "t"), "k"))
                .isEqualTo(new Outcome.Refused(
                        "pagerduty has no service 'nobody'; create it, or set PAGERDUTY_DEFAULT_SERVICE to the"
                                + " service that takes the rest",
                        false));
    }

    @Test
    void aDefaultServiceTakesTheRest() throws InterruptedException {
        var stage = stage(Map.of("PAGERDUTY_DEFAULT_SERVICE", "checkout"));

        assertThat(stage.act("paging.page", Value.fields("service", "nobody", "title", "t"), "k"))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anIdThatCannotBeOneIsNotSent() throws InterruptedException {
        var stage = stage(Mood.WELL);

        assertThat(stage.act("paging.acknowledge", Value.fields("number", "../users"), "k"))
                .isEqualTo(new Outcome.Refused("'../users' is no incident of pagerduty", false));
        assertThat(stage.stub.seen()).isEmpty();
    }

    @Test
    void anIncidentThatIsNotThereIsRefused() throws InterruptedException {
        assertThat(stage(Mood.WELL).act("paging.acknowledge", Value.fields("number", "PNONE"), "k"))
                .isEqualTo(new Outcome.Refused("pagerduty answered 404 to GET /incidents/PNONE: Not Found", false));
    }
}
