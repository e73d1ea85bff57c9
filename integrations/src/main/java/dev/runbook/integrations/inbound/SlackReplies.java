package dev.runbook.integrations.inbound;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Dialect;
import dev.runbook.integrations.edge.Edge;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Tells people in Slack what came of a button that they pressed. Safe for use by many threads.
public final class SlackReplies {

    private static final Rate RATE = Rate.perMinute("response_url", 60);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Outside outside;
    private final Edge edge;

    public SlackReplies(Outside outside) {
        this.outside = outside;
        edge = outside.edge("slack");
    }

    /// An answer.
    ///
    /// @param text as Slack reads it: what is not ours is escaped
    /// @param to who sees it
    public record Said(String text, To to) {}

    /// Who sees an answer.
    public enum To {
        /// Whoever pressed.
        PRESSER,
        /// All who see the message.
        ALL,
        /// All, in the place of the message and its buttons.
        INSTEAD
    }

    /// Sends an answer by and by; one that is lost is lost, for the decision itself is in the journal.
    ///
    /// @param address from the request; it holds a secret of its own
    public void send(URI address, Said said) {
        var origin = new BaseUrl(URI.create(address.getScheme() + "://" + address.getRawAuthority()));
        var http = outside.http(edge, origin, new Plain(), new Scrubber(List.of()));
        var body = Value.fields(
                "text",
                said.text(),
                "response_type",
                said.to() == To.PRESSER ? "ephemeral" : "in_channel",
                "replace_original",
                said.to() == To.INSTEAD);
        var request = Request.of("POST", RATE, address.getRawPath()).json(body);
        Thread.startVirtualThread(() -> {
            try {
                http.sendForText(request, edge.patience(TIMEOUT));
            } catch (Unanswered e) {
                // Whoever pressed sees the outcome on the incident.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private record Plain() implements Dialect {
        @Override
        public Map<String, Secret> credentials() {
            return Map.of();
        }

        @Override
        public Complaint complaint(Answer answer) {
            return Complaint.NONE;
        }
    }
}
