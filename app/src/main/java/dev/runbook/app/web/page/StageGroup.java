package dev.runbook.app.web.page;

import dev.runbook.app.web.view.EntryView;
import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happened in one stage without a break, as the timeline shows it.
///
/// @param took how long until the next stage began; empty for the last one
/// @param rows the latest first
public record StageGroup(String stage, Instant from, Optional<String> took, List<Row> rows) {

    /// One entry.
    ///
    /// @param after how long after the entry before; empty when that is less than a second
    /// @param tone how it is to be seen: `good`, `bad`, `ask`, `act` or `plain`
    public record Row(EntryView entry, Optional<String> after, String tone) {}

    /// The latest stage first.
    static List<StageGroup> of(List<EntryView> entries) {
        var groups = new ArrayList<StageGroup>();
        int end = entries.size();
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (i > 0 && entries.get(i - 1).stage().equals(entries.get(i).stage())) continue;
            groups.add(group(entries, i, end));
            end = i;
        }
        return List.copyOf(groups);
    }

    private static StageGroup group(List<EntryView> entries, int from, int end) {
        var rows = new ArrayList<Row>();
        for (int i = end - 1; i >= from; i--) {
            var entry = entries.get(i);
            var after =
                    i == 0 ? Optional.<String>empty() : span(entries.get(i - 1).at(), entry.at());
            rows.add(new Row(entry, after, tone(entry.type())));
        }
        var first = entries.get(from);
        var took = end < entries.size() ? span(first.at(), entries.get(end).at()) : Optional.<String>empty();
        return new StageGroup(first.stage(), first.at(), took, List.copyOf(rows));
    }

    private static Optional<String> span(Instant from, Instant to) {
        var span = Duration.between(from, to);
        return span.toSeconds() < 1 ? Optional.empty() : Optional.of(Durations.display(span));
    }

    private static String tone(String type) {
        return switch (type) {
            case "approved", "step_succeeded", "verified", "resolved", "answered" -> "good";
            case "denied",
                    "vetoed",
                    "expired",
                    "approval_voided",
                    "notice_failed",
                    "step_failed",
                    "step_uncertain",
                    "not_verified",
                    "escalated" -> "bad";
            case "approval_requested", "asked" -> "ask";
            case "action_cleared", "step_started" -> "act";
            default -> "plain";
        };
    }
}
