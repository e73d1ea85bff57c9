package dev.runbook.app.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.intake.AlertIntake;
import dev.runbook.core.intake.InMemoryAlertBook;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.inbound.Delivery;
import dev.runbook.integrations.inbound.Hooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhooksTest {

    private final SettableClock clock = SettableClock.atNoon();
    private final InMemoryJournal journal = new InMemoryJournal(_ -> {});
    private final IncidentDesk desk = new IncidentDesk(
            journal,
            new Engine(new Notices(Optional.empty())),
            () -> {
                throw new IllegalStateException("a webhook names its incident itself");
            },
            clock);
    private final Webhooks webhooks = new Webhooks(
            Hooks.of(new Variables(Map.of("AWS_EVENTBRIDGE_TOKEN", "t0ken")), _ -> Optional.empty()),
            new AlertIntake(desk, new InMemoryAlertBook(List::of), clock, Duration.ofMinutes(30)),
            clock,
            _ -> false,
            (_, _) -> {});

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

    private Webhooks.Taken.Incidents fires(String name) {
        return (Webhooks.Taken.Incidents) alarm(name, "ALARM");
    }

    private List<Event> events(IncidentId id) {
        return journal.read(id).stream().map(entry -> entry.stamped().event()).toList();
    }

    @Test
    void anEndWithoutItsBeginningIsThatOfTheNewestOutbreakOfTheSameAlarm() {
        var other = fires("HighMemory").begun().getFirst();
        var incident = fires("HighCpu").begun().getFirst();
        clock.advance(Duration.ofMinutes(1));

        assertThat(alarm("HighCpu", "OK"))
                .isEqualTo(new Webhooks.Taken.Incidents(List.of(), List.of(), List.of(incident)));
        assertThat(alarm("HighCpu", "OK")).as("again").isInstanceOf(Webhooks.Taken.Incidents.class);
        assertThat(events(incident))
                .filteredOn(Event.AlertEnded.class::isInstance)
                .hasSize(1);
        assertThat(events(other)).hasSize(1);
    }

    @Test
    void anAlarmThatGoesOffAgainIsOfTheSameIncident() {
        var incident = fires("HighCpu").begun().getFirst();
        clock.advance(Duration.ofMinutes(1));

        assertThat(fires("HighCpu")).isEqualTo(new Webhooks.Taken.Incidents(List.of(), List.of(incident), List.of()));
        assertThat(events(incident).getLast()).isInstanceOf(Event.AlertJoined.class);
    }

    @Test
    void anEndOfWhatWasNeverHereIsNothing() {
        fires("HighMemory");

        assertThat(alarm("HighCpu", "OK")).isInstanceOf(Webhooks.Taken.Nothing.class);
    }
}
