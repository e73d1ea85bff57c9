package dev.runbook.integrations.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusContractTest extends LiveContract {

    private static final String TOKEN = "prom-t0ken-of-the-proxy";

    /// The HTTP API v1 as its pages describe it.
    private static final class Stub extends VendorStub {
        private static final Map<String, String> HEADERS =
                Map.of("Authorization", "Bearer .+", "Accept", "application/json");

        Stub() {
            super(BODY);
            route(new Route(
                    "GET",
                    "/api/v1/query_range",
                    Map.of(
                            "!query", ".+",
                            "!start", "\\d{10}(\\.\\d+)?",
                            "!end", "\\d{10}(\\.\\d+)?",
                            "!step", "\\d+s",
                            "timeout", "\\d+s"),
                    HEADERS,
                    "",
                    Stub::range));
            route(new Route("GET", "/api/v1/rules", Map.of("type", "alert|record"), HEADERS, "", Stub::rules));
        }

        @Override
        protected String refusal(String message) {
            return "{\"status\": \"error\", \"errorType\": \"unauthorized\", \"error\": \"" + message + "\"}";
        }

        private static Reply range(Seen seen) {
            var query = seen.parameter("query").orElse("");
            if (query.contains("((")) return Reply.json(400, """
                    {"status": "error", "errorType": "bad_data", "error": "invalid parameter \\"query\\": 1:3: parse error"}
                    """);
            var result = seen.empty() ? "" : """
                    {"metric": {"instance": "web-1:9100", "service": "checkout"}, "values": [
                      [1762163940.123, "12.5"], [1762163970, "NaN"], [1762164000, "97.25"], [1762164030, "+Inf"]]}
                    """;
            var warnings = query.equals("partial") ? ", \"warnings\": [\"store eu-2 did not answer\"]" : "";
            return Reply.json(
                    200,
                    "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": [" + result + "]}"
                            + warnings + "}");
        }

        private static Reply rules(Seen seen) {
            var rules = seen.empty() ? "" : """
                    {"name": "g", "file": "f", "interval": 60, "rules": [{"type": "alerting", "name": "HighCpu", "query": "cpu > 90",
                      "state": "firing", "duration": 60, "health": "ok", "labels": {"severity": "critical"}, "annotations": {},
                      "alerts": [{"labels": {"alertname": "HighCpu", "instance": "web-1:9100", "severity": "critical"},
                        "annotations": {"summary": "cpu of web-1"}, "state": "firing", "activeAt": "2025-11-03T09:50:00.123456789Z",
                        "value": "9.7e+01"}]}]}
                    """;
            return Reply.json(200, "{\"status\": \"success\", \"data\": {\"groups\": [" + rules + "]}}");
        }
    }

    @Override
    protected VendorStub stub() {
        return new Stub();
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of("PROMETHEUS_BASE_URL", url, "PROMETHEUS_TOKEN", TOKEN);
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return Prometheus.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.of(
                "monitoring.get_metrics", Value.fields("host", "web-1", "metric", "cpu_usage"),
                "monitoring.query_metrics", Value.fields("query", "up"),
                "monitoring.get_monitors", Value.fields("host", "web-1"),
                "monitoring.get_current_alerts", Value.Fields.NONE);
    }

    @Override
    protected List<String> secrets() {
        return List.of(TOKEN);
    }

    @Test
    void whatPrometheusWarnsOfIsAGap() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("monitoring.query_metrics", Value.fields("query", "partial"));

        assertThat(found.gaps()).containsExactly("prometheus warns: store eu-2 did not answer");
    }

    @Test
    void aHostIsMatchedWithAndWithoutItsPortAndWhatIsNoNumberIsNoPoint() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var found =
                (Found) stage.ask("monitoring.get_metrics", Value.fields("host", "web-1.acme", "metric", "load_1m"));

        assertThat(stage.stub.seen().getLast().parameter("query"))
                .contains("max by (instance) (node_load1{instance=~\"web-1\\\\.acme(:[0-9]+)?\"})");
        assertThat(found.contents()).singleElement().isInstanceOfSatisfying(Content.MetricSeries.class, series -> {
            assertThat(series.component()).isEqualTo("web-1");
            assertThat(series.points()).extracting(Content.Point::value).containsExactly(12.5, 97.25);
        });
    }

    @Test
    void whatPrometheusCannotReadIsSaidInItsWords() throws InterruptedException {
        assertThat(stage(Mood.WELL).ask("monitoring.query_metrics", Value.fields("query", "sum((")))
                .isEqualTo(new CouldNotLook(
                        "prometheus answered 400 to GET /api/v1/query_range: invalid parameter \"query\": 1:3: parse error",
                        false));
    }

    @Test
    void ruleThatFiresIsAnAlertUnlessThereIsAnAlertmanager() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("monitoring.get_current_alerts", Value.fields("host", "web-1"));

        assertThat(found.output().display())
                .contains("\"component\":\"web-1\"", "\"severity\":\"critical\"", "\"text\":\"cpu of web-1\"");
        assertThat(stage(Map.of("ALERTMANAGER_BASE_URL", "http://localhost:9093"))
                        .ask("monitoring.get_current_alerts", Value.Fields.NONE))
                .isInstanceOf(CouldNotLook.class);
    }

    @Test
    void questionsOfOnesOwnTakeThePlaceOfOurs() throws InterruptedException {
        var stage = stage(Map.of("PROMETHEUS_METRICS", "error_rate=service:sum by (LABEL) (errors{SCOPE})"));
        stage.ask("monitoring.get_metrics", Value.fields("service", "checkout", "metric", "error_rate"));

        assertThat(stage.stub.seen())
                .singleElement()
                .satisfies(seen -> assertThat(seen.parameter("query"))
                        .contains("sum by (service) (errors{service=\"checkout\"})"));
        assertThatThrownBy(() -> stage(Map.of("PROMETHEUS_METRICS", "x"))).hasMessageContaining("PROMETHEUS_METRICS");
    }
}
