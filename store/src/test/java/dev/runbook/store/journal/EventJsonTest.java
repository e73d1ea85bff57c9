package dev.runbook.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.engine.Event;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {

    private static final Instant NOON = Instant.parse("2025-11-01T12:00:00Z");

    static List<Class<?>> everyEvent() {
        return List.of(Event.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void everyEventComesBackAsItWent(Class<? extends Event> type) {
        for (int seed = 0; seed < 200; seed++) {
            var generated = new Generated(new Random(seed));
            var stamped = new Stamped(generated.a(Instant.class), generated.a(Actor.class), generated.a(type));

            var json = EventJson.write(stamped);

            assertThat(EventJson.read(json)).as("seed %d: %s", seed, json).isEqualTo(stamped);
            assertThat(EventJson.write(EventJson.read(json)))
                    .as("seed %d", seed)
                    .isEqualTo(json);
            assertThat(json).as("seed %d", seed).isPrintable();
        }
    }

    @Test
    void anEventReadsWell() {
        var series = new Content.MetricSeries(
                "web-1",
                "cpu_usage",
                "percent",
                List.of(new Content.Point(NOON, 97), new Content.Point(NOON.plusNanos(1), 0.5)));
        var evidence = new Evidence(
                EvidenceId.number(1),
                "datadog",
                new Evidence.Query("monitoring.get_metrics", Value.fields("host", "web-1", "limit", 10, "share", 1.0)),
                new TimeWindow(NOON, NOON),
                NOON,
                series);
        var event = new Event.EvidenceGathered(new StepId("look"), List.of(evidence), List.of(), new Value.Nothing());

        var json = EventJson.write(new Stamped(NOON, Actor.engine(), event));

        assertThat(json).isEqualTo("""
                        {"at":"2025-11-01T12:00:00Z","actor":{"type":"Engine"},"event":{"type":"EvidenceGathered",\
                        "step":"look","evidence":[{"id":"ev-1","source":"datadog",\
                        "query":{"operation":"monitoring.get_metrics",\
                        "parameters":{"host":"web-1","limit":10,"share":1.0}},\
                        "window":{"from":"2025-11-01T12:00:00Z","to":"2025-11-01T12:00:00Z"},\
                        "observedAt":"2025-11-01T12:00:00Z",\
                        "content":{"type":"MetricSeries","component":"web-1","metric":"cpu_usage","unit":"percent",\
                        "points":[[1761998400000,97.0],["2025-11-01T12:00:00.000000001Z",0.5]]}}],\
                        "gaps":[],"output":null}}""");
    }

    @Test
    void whatIsNoEventIsRefused() {
        assertThatThrownBy(() -> EventJson.read("{\"at\":\"2025-11-01T12:00:00Z\",\"event\":{\"type\":\"Imagined\"}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Imagined");
    }
}
