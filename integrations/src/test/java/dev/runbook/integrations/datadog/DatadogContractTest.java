package dev.runbook.integrations.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatadogContractTest extends LiveContract {

    private static final String API_KEY = "0123456789abcdef0123456789abcdef";
    private static final String APP_KEY = "fedcba9876543210fedcba9876543210fedcba98";

    private int lines = 3;

    @Override
    protected VendorStub stub() {
        return new DatadogStub(BODY, lines);
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of("DATADOG_BASE_URL", url, "DATADOG_API_KEY", API_KEY, "DATADOG_APP_KEY", APP_KEY);
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return Datadog.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.ofEntries(
                Map.entry("monitoring.get_current_alerts", Value.Fields.NONE),
                Map.entry("monitoring.get_metrics", Value.fields("service", "checkout", "metric", "error_rate")),
                Map.entry("monitoring.get_logs", Value.fields("service", "checkout", "query", "time \"out\"")),
                Map.entry("monitoring.get_dependencies", Value.fields("service", "checkout")),
                Map.entry("monitoring.get_monitors", Value.fields("service", "checkout")),
                Map.entry("monitoring.get_events", Value.fields("service", "checkout")),
                Map.entry("monitoring.query_metrics", Value.fields("query", "avg:system.load.1{*}")),
                Map.entry("monitoring.query_logs", Value.fields("query", "status:error")),
                Map.entry("monitoring.get_mutes", Value.Fields.NONE),
                Map.entry("monitoring.mute", Value.fields("host", "web-1", "duration", "30m")),
                Map.entry("monitoring.unmute", Value.fields("id", "d-1")),
                Map.entry("monitoring.post_event", Value.fields("service", "checkout", "title", "restarted")),
                Map.entry("deployments.get_recent_deployments", Value.fields("service", "checkout")));
    }

    @Override
    protected List<String> secrets() {
        return List.of(API_KEY, APP_KEY);
    }

    @Test
    void aMetricIsAskedForInMillisecondsAndAMissingValueIsAMissingPoint() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var found = (Found) stage.ask("monitoring.get_metrics", good().get("monitoring.get_metrics"));

        assertThat(found.contents().getFirst()).isInstanceOfSatisfying(Content.MetricSeries.class, series -> {
            assertThat(series.component()).isEqualTo("checkout");
            assertThat(series.metric()).isEqualTo("error_rate");
            assertThat(series.unit()).isEqualTo("percent");
            assertThat(series.points()).extracting(Content.Point::value).containsExactly(1.5, 2.5);
        });
        assertThat(stage.stub.seen().getLast().body())
                .contains(
                        "\"formula\":\"100 * q0 / q1\"",
                        "\"to\":1762164000000",
                        "sum:trace.http.request.errors{service:checkout} by {service}.as_count()");
    }

    @Test
    void aMonitorThatFiresAndOneThatRecoveredLatelyAreAlerts() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("monitoring.get_current_alerts", Value.Fields.NONE);

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(
                        Value.fields(
                                "name", "HighErrorRate",
                                "component", "checkout",
                                "severity", "high",
                                "text", "errors of checkout",
                                "firing", true,
                                "started_at", "2025-11-03T09:55:00Z"),
                        Value.fields(
                                "name", "DiskFull",
                                "component", "web-2",
                                "severity", "high",
                                "text", "disk",
                                "firing", false,
                                "started_at", "2025-11-03T09:40:00Z"))));
    }

    @Test
    void logsGoOnOverPagesAndWhatIsCutIsAGap() throws InterruptedException {
        lines = 2500;
        var stage = stage(Mood.WELL);
        var all = (Found) stage.ask("monitoring.get_logs", Value.fields("limit", 2500));

        assertThat(((Content.LogLines) all.contents().getFirst()).lines()).hasSize(2500);
        assertThat(stage.stub.seen()).hasSize(3);
        lines = 9000;
        var cut = (Found) stage(Mood.WELL).ask("monitoring.get_logs", Value.fields("limit", 9000));
        assertThat(cut.gaps()).singleElement().asString().contains("more than the 3000");
    }

    @Test
    void moreEventsThanAreReadAreAGap() throws InterruptedException {
        lines = 1200;
        var found = (Found) stage(Mood.WELL).ask("monitoring.get_events", Value.Fields.NONE);

        assertThat(found.contents()).hasSize(1000);
        assertThat(found.gaps()).containsExactly("datadog has more than the 1000 that were read");
    }

    @Test
    void theSameKeyMutesOnceAndEverythingIsNeverMuted() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var mute = Value.fields("host", "web-1", "service", "checkout", "duration", "30m");

        var first = stage.act("monitoring.mute", mute, "key-1");
        assertThat(first).isEqualTo(stage.act("monitoring.mute", mute, "key-1"));
        assertThat(((Outcome.Done) first).result())
                .isEqualTo(Value.fields(
                        "id", "d-2", "scope", "host:web-1 AND service:checkout", "until", "2025-11-03T10:30:00Z"));
        assertThat(stage.act("monitoring.mute", Value.fields("duration", "30m"), "k"))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void anUnknownDowntimeIsRefusedAndACancelledOneIsDone() throws InterruptedException {
        var stage = stage(Mood.WELL);

        assertThat(stage.act("monitoring.unmute", Value.fields("id", "d-77"), "k"))
                .isEqualTo(new Outcome.Refused("datadog has no downtime 'd-77'", false));
        stage.act("monitoring.unmute", Value.fields("id", "d-1"), "k");
        var calls = stage.stub.seen().size();
        assertThat(stage.act("monitoring.unmute", Value.fields("id", "d-1"), "k2"))
                .isInstanceOf(Outcome.Done.class);
        assertThat(stage.stub.seen()).hasSize(calls + 1);
    }

    @Test
    void whatATagCannotHoldIsNotSent() throws InterruptedException {
        var stage = stage(Mood.WELL);

        assertThat(stage.ask("monitoring.get_logs", Value.fields("service", "a OR *")))
                .isEqualTo(new CouldNotLook("'a OR *' is no service of datadog", false));
        assertThat(stage.stub.seen()).isEmpty();
    }

    @Test
    void metricsOfOnesOwnAreConfigured() throws InterruptedException {
        var stage = stage(Map.of("DATADOG_METRICS", "queue_depth=service:avg:rabbitmq.messages{SCOPE}"));
        stage.ask("monitoring.get_metrics", Value.fields("service", "checkout", "metric", "queue_depth"));

        assertThat(stage.stub.seen().getLast().body()).contains("avg:rabbitmq.messages{service:checkout} by {service}");
        assertThatThrownBy(() -> stage(Map.of("DATADOG_METRICS", "queue_depth")))
                .hasMessageContaining("DATADOG_METRICS");
    }
}
