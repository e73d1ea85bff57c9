package dev.runbook.integrations.pagerduty;

import dev.runbook.core.capability.Paging;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.VendorHttp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// PagerDuty's [Events API v2](https://developer.pagerduty.com/docs/events-api-v2-overview), whose only
/// credential is the routing key in each body. Safe for use by many threads.
record EventsApi(VendorHttp http, Secret routingKey) {

    private static final Rate RATE = Rate.perMinute("events", 120);
    private static final int SUMMARY = 1024;

    /// Sends a signal about an alert.
    ///
    /// @param alert all signals with it are about one alert, so sending one twice does no harm
    /// @return the alert's key, as PagerDuty has it
    String signal(Paging.Signal signal, String alert, Patience patience) throws Unanswered, InterruptedException {
        var event = Value.fields(
                "routing_key", routingKey.reveal(),
                "event_action", signal.action(),
                "dedup_key", alert);
        if (signal.action().equals("trigger"))
            event = event.with(Value.fields(
                            "client",
                            "Runbook",
                            "payload",
                            Value.fields(
                                    "summary", Cut.at(SUMMARY, signal.summary()),
                                    "source", signal.source(),
                                    "severity", signal.severity()))
                    .fields());
        var request = Request.of("POST", RATE, "/v2/enqueue").json(event).safeToRepeat();
        return Nodes.text(http.send(request, patience).body(), "dedup_key").orElse(alert);
    }

    /// Tells about a change.
    ///
    /// @param key carried in the details, so that the change is found again
    void change(String source, String summary, Instant at, String key, Patience patience)
            throws Unanswered, InterruptedException {
        var event = Value.fields(
                "routing_key", routingKey.reveal(),
                "payload",
                        Value.fields(
                                "summary", Cut.at(SUMMARY, summary),
                                "source", source,
                                "timestamp", at.truncatedTo(ChronoUnit.MILLIS),
                                "custom_details", Value.fields("runbook_key", key)));
        http.send(Request.of("POST", RATE, "/v2/change/enqueue").json(event), patience);
    }
}
