package dev.runbook.integrations.scenario;

import java.time.Duration;
import java.util.List;

/// What was written down before the scenario began. Times are relative to its start.
public record History(List<Ticket> incidents, List<Issue> issues, List<Message> messages) {
    public static final History NONE = new History(List.of(), List.of(), List.of());

    public History {
        incidents = List.copyOf(incidents);
        issues = List.copyOf(issues);
        messages = List.copyOf(messages);
    }

    /// An incident of the service desk.
    public record Ticket(String number, String state, String title, Duration at) {}

    /// An issue of the tracker.
    public record Issue(String key, String summary, String status, Duration at) {}

    /// A message in a channel.
    public record Message(String channel, String author, String text, Duration at) {}
}
