package dev.runbook.app.web.page;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tells an incident's journal as a conversation: what people said, and what the system answered and did.
final class Conversation {

    private static final int MOST_POINTS = 4;
    /// What is shown as links instead.
    private static final Pattern CITATION = Pattern.compile("\\s*\\[ev-\\d+(?:, ?ev-\\d+)*\\]");

    private static final Pattern EVIDENCE = Pattern.compile("\\bev-\\d+\\b");

    private final List<Message> messages = new ArrayList<>();

    private Conversation() {}

    /// One thing that was said.
    ///
    /// @param person whether a person said it
    /// @param tone how it is to be seen: `good`, `bad`, `ask`, `act` or `plain`
    /// @param points what it consists of; may be empty
    public record Message(boolean person, String who, Instant at, String tone, String text, List<Point> points) {}

    /// One point of a message.
    ///
    /// @param confidence from 0 to 1
    /// @param evidence the ids it stands on; may be empty
    public record Point(String text, Optional<Double> confidence, List<String> evidence) {}

    /// In the order of time.
    static List<Message> of(List<JournalEntry> entries) {
        var conversation = new Conversation();
        for (var entry : entries) conversation.take(entry.stamped());
        return List.copyOf(conversation.messages);
    }

    private void take(Stamped stamped) {
        switch (stamped.event()) {
            case Event.Reported(var report) -> say(stamped, "plain", report.text(), List.of());
            case Event.Triaged(var classification, var matches) ->
                say(
                        stamped,
                        "plain",
                        classified(classification),
                        matches.stream()
                                .limit(1)
                                .map(match -> new Point(
                                        "Closest runbook: " + match.runbook() + " (" + match.reason() + ")",
                                        Optional.empty(),
                                        List.of()))
                                .toList());
            case Event.EvidenceGathered(var step, var evidence, var gaps, var _) ->
                say(
                        stamped,
                        "plain",
                        looked(step.id(), evidence),
                        gaps.stream().map(Conversation::plain).toList());
            case Event.Diagnosed(var _, var diagnosis) -> say(stamped, "plain", verdict(diagnosis), points(diagnosis));
            case Event.Recommended(var _, var recommendations, var _) ->
                say(
                        stamped,
                        "plain",
                        recommendations.isEmpty() ? "I recommend no action." : "I recommend:",
                        recommendations.stream()
                                .limit(MOST_POINTS)
                                .map(Conversation::point)
                                .toList());
            case Event.Commented(var text) -> commented(stamped, text);
            case Event.ApprovalRequested _, Event.Asked _ -> say(stamped, "ask", Sentence.of(stamped), List.of());
            case Event.Approved _,
                    Event.Answered _,
                    Event.StepSucceeded _,
                    Event.Undone _,
                    Event.Verified _,
                    Event.Resolved _ -> say(stamped, "good", Sentence.of(stamped), List.of());
            case Event.Denied _,
                    Event.Vetoed _,
                    Event.Expired _,
                    Event.ApprovalVoided _,
                    Event.StepFailed _,
                    Event.StepUncertain _,
                    Event.UndoFailed _,
                    Event.NotVerified _,
                    Event.CureDecayed _,
                    Event.Escalated _ -> say(stamped, "bad", Sentence.of(stamped), List.of());
            case Event.StepStarted _ -> say(stamped, "act", Sentence.of(stamped), List.of());
            case Event.RunbookSelected _,
                    Event.AlertJoined _,
                    Event.AlertsCounted _,
                    Event.AlertEnded _,
                    Event.SeverityRaised _,
                    Event.SeverityCorrected _,
                    Event.Reclassified _,
                    Event.CauseRuledOut _,
                    Event.CauseBelieved _,
                    Event.UndoBegun _,
                    Event.StartedOver _,
                    Event.TroubleRemains _,
                    Event.Documented _,
                    Event.Closed _,
                    Event.Remembered _,
                    Event.Forgotten _ -> say(stamped, "plain", Sentence.of(stamped), List.of());
            case Event _ -> {}
        }
    }

    private void say(Stamped stamped, String tone, String text, List<Point> points) {
        messages.add(new Message(
                stamped.actor() instanceof Actor.Operator, stamped.actor().label(), stamped.at(), tone, text, points));
    }

    private static Point plain(String text) {
        return new Point(text, Optional.empty(), List.of());
    }

    private static String classified(Classification classification) {
        return "This reads like a " + lower(classification.category()) + " problem of "
                + lower(classification.severity())
                + " severity; I am " + Math.round(classification.confidence() * 100) + " % sure"
                + (classification.reasons().isEmpty()
                        ? "."
                        : ", since " + String.join("; ", classification.reasons()) + ".");
    }

    private static String looked(String step, List<Evidence> evidence) {
        if (evidence.isEmpty()) return "I looked (" + step + ") and saw nothing.";
        var kinds = evidence.stream()
                .collect(Collectors.groupingBy(piece -> kind(piece.content()), TreeMap::new, Collectors.counting()));
        return "I looked (" + step + ") and saw "
                + kinds.entrySet().stream().map(Conversation::counted).collect(Collectors.joining(", ")) + ".";
    }

    private static String counted(Map.Entry<String, Long> kind) {
        return kind.getValue() + " " + kind.getKey() + (kind.getValue() == 1 ? "" : "s");
    }

    private static String kind(Content content) {
        return switch (content) {
            case Content.MetricSeries _ -> "measurement";
            case Content.LogLines _ -> "log";
            case Content.AlertSeen _ -> "alert";
            case Content.ChangeMade _ -> "change";
            case Content.Dependencies _ -> "dependency map";
            case Content.Facts _ -> "state";
        };
    }

    private static String verdict(Diagnosis diagnosis) {
        return switch (diagnosis.verdict()) {
            case FAULT -> "What I think is wrong, the likeliest first:";
            case HEALTHY -> "Nothing is broken, as far as I can see.";
            case INCONCLUSIVE -> "The evidence does not tell the cause.";
        };
    }

    private static List<Point> points(Diagnosis diagnosis) {
        var points = new ArrayList<Point>();
        diagnosis.hypotheses().stream()
                .filter(hypothesis -> hypothesis.ruledOut().isEmpty())
                .limit(MOST_POINTS)
                .map(Conversation::point)
                .forEach(points::add);
        long ruledOut = diagnosis.hypotheses().stream()
                .filter(hypothesis -> hypothesis.ruledOut().isPresent())
                .count();
        if (ruledOut > 0) points.add(plain("Ruled out: " + ruledOut + ", with reasons on the incident's page."));
        diagnosis.gaps().stream().map(gap -> plain("Not seen: " + gap)).forEach(points::add);
        return points;
    }

    private static Point point(Hypothesis hypothesis) {
        return new Point(hypothesis.statement(), Optional.of(hypothesis.confidence()), ids(hypothesis.supportedBy()));
    }

    private static Point point(Recommendation recommendation) {
        return new Point(
                recommendation.operation() + " (" + recommendation.risk().key() + " risk): " + recommendation.reason(),
                Optional.of(recommendation.confidence()),
                ids(recommendation.evidence()));
    }

    private static List<String> ids(Collection<EvidenceId> ids) {
        return ids.stream().map(EvidenceId::id).toList();
    }

    /// What a person says stands as it is; of an answer each sentence is a point, with the evidence that it
    /// cites.
    private void commented(Stamped stamped, String text) {
        if (stamped.actor() instanceof Actor.Operator) {
            say(stamped, "plain", text, List.of());
            return;
        }
        var points = text.lines()
                .filter(line -> !line.isBlank())
                .map(Conversation::cited)
                .toList();
        boolean leads = !points.isEmpty() && points.getFirst().evidence().isEmpty();
        say(
                stamped,
                "plain",
                leads ? points.getFirst().text() : "From what was seen:",
                points.stream().skip(leads ? 1 : 0).toList());
    }

    private static Point cited(String sentence) {
        var ids = EVIDENCE.matcher(sentence)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
        return new Point(CITATION.matcher(sentence).replaceAll(""), Optional.empty(), ids);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
