package dev.runbook.integrations.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AlertmanagerContractTest extends LiveContract {

    private static final String PASSWORD = "al3rt-pa55word";
    private static final String OLD = "6b3a4b0e-7d2c-4b54-9c39-1f6f2a1d0001";

    /// The API v2 as its OpenAPI description has it.
    private static final class Stub extends VendorStub {
        private static final Map<String, String> HEADERS = Map.of("Authorization", "Basic .+");
        private static final String UUID = "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})";
        private static final String TRUTH = "true|false";
        private static final String SILENCE = """
                {"type": "object", "required": ["matchers", "startsAt", "endsAt", "createdBy", "comment"],
                 "additionalProperties": false, "properties": {"id": {"type": "string"}, "createdBy": {"type": "string"},
                  "comment": {"type": "string"}, "startsAt": {"type": "string", "format": "date-time"},
                  "endsAt": {"type": "string", "format": "date-time"},
                  "matchers": {"type": "array", "minItems": 1, "items": {"type": "object",
                   "required": ["name", "value", "isRegex"], "additionalProperties": false, "properties": {
                    "name": {"type": "string"}, "value": {"type": "string"}, "isRegex": {"type": "boolean"},
                    "isEqual": {"type": "boolean"}}}}}}
                """;

        private final List<ObjectNode> silences = new ArrayList<>();

        Stub() {
            super(BODY);
            silences.add((ObjectNode) JsonMapper.shared().readTree("""
                    {"id": "%s", "status": {"state": "active"}, "updatedAt": "2025-11-03T08:00:00.000Z", "comment": "planned",
                     "createdBy": "ann", "startsAt": "2025-11-03T08:00:00.000Z", "endsAt": "2025-11-03T12:00:00.000Z",
                     "matchers": [{"name": "service", "value": "checkout", "isRegex": false, "isEqual": true}]}
                    """.formatted(OLD)));
            route(new Route(
                    "GET",
                    "/api/v2/alerts",
                    Map.of(
                            "active",
                            TRUTH,
                            "silenced",
                            TRUTH,
                            "inhibited",
                            TRUTH,
                            "unprocessed",
                            TRUTH,
                            "filter",
                            ".+"),
                    HEADERS,
                    "",
                    Stub::alerts));
            route(new Route("GET", "/api/v2/silences", Map.of("filter", ".+"), HEADERS, "", this::silences));
            route(new Route("POST", "/api/v2/silences", Map.of(), HEADERS, SILENCE, this::mute));
            route(new Route("GET", "/api/v2/silence/" + UUID, Map.of(), HEADERS, "", this::silence));
            route(new Route("DELETE", "/api/v2/silence/" + UUID, Map.of(), HEADERS, "", this::end));
            route(new Route(
                    "GET",
                    "/api/v2/status",
                    Map.of(),
                    HEADERS,
                    "",
                    _ -> Reply.json(
                            200,
                            "{\"versionInfo\": {\"version\": \"0.28.1\"}, \"cluster\": {\"status\": \"ready\"}}")));
        }

        @Override
        protected String refusal(String message) {
            return "\"" + message + "\"";
        }

        private static Reply alerts(Seen seen) {
            return Reply.json(200, seen.empty() ? "[]" : """
                    [{"labels": {"alertname": "HighErrors", "service": "checkout", "severity": "warning"},
                      "annotations": {"summary": "errors of checkout"}, "fingerprint": "b4f5", "startsAt": "2025-11-03T09:50:00.000Z",
                      "endsAt": "2025-11-03T10:05:00.000Z", "updatedAt": "2025-11-03T10:00:00.000Z", "receivers": [{"name": "r"}],
                      "status": {"state": "active", "silencedBy": [], "inhibitedBy": [], "mutedBy": []}}]
                    """);
        }

        private synchronized Reply silences(Seen seen) {
            return Reply.json(
                    200,
                    "["
                            + (seen.empty()
                                    ? ""
                                    : silences.stream().map(Object::toString).collect(Collectors.joining(",")))
                            + "]");
        }

        private synchronized Reply mute(Seen seen) {
            var silence = (ObjectNode) JsonMapper.shared().readTree(seen.body());
            var id = "6b3a4b0e-7d2c-4b54-9c39-1f6f2a1d%04d".formatted(silences.size() + 1);
            silence.put("id", id).putObject("status").put("state", "active");
            silences.add(silence);
            return Reply.json(200, "{\"silenceID\": \"" + id + "\"}");
        }

        private synchronized Reply silence(Seen seen) {
            return silences.stream()
                    .filter(s -> s.path("id").asString("").equals(seen.parts().getFirst()))
                    .findFirst()
                    .map(s -> Reply.json(200, s.toString()))
                    .orElseGet(() -> new Reply(404, "", Map.of()));
        }

        private synchronized Reply end(Seen seen) {
            silences.stream()
                    .filter(s -> s.path("id").asString("").equals(seen.parts().getFirst()))
                    .forEach(s -> s.putObject("status").put("state", "expired"));
            return new Reply(200, "", Map.of());
        }
    }

    @Override
    protected VendorStub stub() {
        return new Stub();
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of(
                "ALERTMANAGER_BASE_URL", url, "ALERTMANAGER_USERNAME", "runbook", "ALERTMANAGER_PASSWORD", PASSWORD);
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return Alertmanager.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.of(
                "monitoring.get_current_alerts",
                Value.Fields.NONE,
                "monitoring.get_mutes",
                Value.Fields.NONE,
                "monitoring.mute",
                Value.fields("host", "web-1", "duration", "30m"),
                "monitoring.unmute",
                Value.fields("id", OLD));
    }

    @Override
    protected List<String> secrets() {
        return List.of(PASSWORD);
    }

    @Test
    void anAlertIsOneOfItsService() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("monitoring.get_current_alerts", Value.fields("service", "checkout"));

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(Value.fields(
                        "name", "HighErrors",
                        "component", "checkout",
                        "severity", "medium",
                        "text", "errors of checkout",
                        "firing", true,
                        "started_at", "2025-11-03T09:50:00Z"))));
    }

    @Test
    void theSameKeyMutesOnceAndAHostIsMatchedWithItsPort() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var mute = Value.fields("host", "web-1.acme", "duration", "30m");

        var first = stage.act("monitoring.mute", mute, "k");
        assertThat(stage.stub.seen().getLast().body())
                .contains(
                        "\"isRegex\":true,\"name\":\"instance\",\"value\":\"web-1\\\\.acme(:[0-9]+)?\"",
                        "\"endsAt\":\"2025-11-03T10:30:00Z\"");
        assertThat(stage.act("monitoring.mute", mute, "k")).isEqualTo(first);
    }

    @Test
    void aSilenceThatIsNotThereIsRefused() throws InterruptedException {
        var other = OLD.replace("0001", "0099");

        assertThat(stage(Mood.WELL).act("monitoring.unmute", Value.fields("id", other), "k"))
                .isEqualTo(new Outcome.Refused("alertmanager has no silence '" + other + "'", false));
    }
}
