package dev.runbook.app.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.inbound.Delivery;
import dev.runbook.integrations.inbound.Hooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhooksTest {

    private final SettableClock clock = SettableClock.atNoon();
    private final InMemoryJournal journal = new InMemoryJournal(_ -> {});
    private final List<IncidentId> listed = new ArrayList<>();
    private final Webhooks webhooks = new Webhooks(
            Hooks.of(new Variables(Map.of("AWS_EVENTBRIDGE_TOKEN", "t0ken")), _ -> Optional.empty()),
            new IncidentDesk(
                    journal,
                    new Engine(new Notices(Optional.empty())),
                    () -> {
                        throw new IllegalStateException("a webhook names its incident itself");
                    },
                    clock),
            clock,
            _ -> false,
            (_, _) -> {},
            text -> text.equals("HighCpu") ? List.copyOf(listed) : List.of());

    /// An alarm whose sender does not say when it was in the state before.
    private Webhooks.Taken alarm(String name, String state) {
        var body = """
                {"detail-type": "CloudWatch Alarm State Change", "time": "%s",
                 "resources": ["arn:aws:cloudwatch:eu-central-1:1:alarm:%s"],
                 "detail": {"alarmName": "%s", "state": {"value": "%s", "reason": "r", "timestamp": "%s"}}}
                """.formatted(clock.instant(), name, name, state, clock.instant());
        var delivery = new Delivery(Map.of("X-Runbook-Token", "t0ken"), body.getBytes(StandardCharsets.UTF_8));
        return webhooks.take("eventbridge", delivery).orElseThrow();
    }

    private IncidentId begun(String name) {
        return ((Webhooks.Taken.Incidents) alarm(name, "ALARM")).begun().getFirst();
    }

    @Test
    void anEndWithoutItsBeginningIsNotedOnTheNewestIncidentOfTheSameAlarm() {
        var other = begun("HighMemory");
        var older = begun("HighCpu");
        clock.advance(Duration.ofMinutes(1));
        var newer = begun("HighCpu");
        listed.addAll(List.of(newer, other, older));
        clock.advance(Duration.ofMinutes(1));

        assertThat(alarm("HighCpu", "OK"))
                .isEqualTo(new Webhooks.Taken.Incidents(List.of(), List.of(), List.of(newer)));
        assertThat(alarm("HighCpu", "OK")).as("again").isInstanceOf(Webhooks.Taken.Incidents.class);
        assertThat(journal.read(newer).stream().map(entry -> entry.stamped().event()))
                .containsOnlyOnce(new Event.Commented("the alert HighCpu is over"));
        assertThat(journal.read(older)).hasSize(1);
    }

    @Test
    void anEndOfWhatWasNeverHereIsNothing() {
        listed.add(begun("HighMemory"));

        assertThat(alarm("HighCpu", "OK")).isInstanceOf(Webhooks.Taken.Nothing.class);
    }
}
