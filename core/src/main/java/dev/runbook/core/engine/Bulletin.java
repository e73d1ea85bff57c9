package dev.runbook.core.engine;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/// The one message about an incident that is kept current in the chat. Whatever else is said there about the
/// incident answers it, so all of it is one thread.
///
/// @param ts the messenger's id of it; empty until the messenger has confirmed it
/// @param told what it was last meant to say; empty until it was first sent
/// @param failures how often in a row it could not be posted or changed
/// @param asked the message under it that still has buttons; empty when there is none
public record Bulletin(Optional<String> ts, String told, int failures, Optional<AskedInChat> asked) {

    /// No message was sent yet.
    static final Bulletin NONE = new Bulletin(Optional.empty(), "", 0, Optional.empty());

    /// After so many failures in a row there is nobody to tell.
    private static final int MOST_FAILURES = 3;

    /// Cut after so many characters, since a messenger shows long texts badly.
    private static final int LONGEST_LINE = 600;

    Bulletin telling(String text) {
        return new Bulletin(ts, text, failures, asked);
    }

    /// After the messenger has confirmed it. One that does not say which message it is cannot change it later.
    Bulletin confirmed(Value receipt) {
        var given = receipt instanceof Value.Fields fields ? fields.get("ts") : Optional.<Value>empty();
        var known = given.map(Value::display).or(() -> ts);
        return new Bulletin(known, told, known.isPresent() ? 0 : MOST_FAILURES, asked);
    }

    Bulletin failing() {
        return new Bulletin(ts, told, failures + 1, asked);
    }

    /// Once a message with buttons is there, or its buttons are to go.
    Bulletin asking(Optional<AskedInChat> message) {
        return new Bulletin(ts, told, failures, message);
    }

    /// After an event that may decide about what people are asked.
    Bulletin after(Stamped stamped) {
        return asked.isEmpty() ? this : asking(asked.map(message -> message.after(stamped)));
    }

    boolean isUntried() {
        return told.isEmpty();
    }

    boolean isGivenUp() {
        return failures >= MOST_FAILURES;
    }

    /// What the message has to say about an incident as it stands. Pure; never empty.
    static String text(Incident incident) {
        var text = new StringJoiner("\n");
        text.add(incident.id() + ": " + IncidentSummary.titleOf(incident.report()));
        text.add(lower(incident.category()) + ", " + severity(incident.severity()) + ", reported by "
                + incident.opening().by().label());
        text.add("Now: " + now(incident));
        incident.causes()
                .forEach(cause -> text.add(
                        line("Cause: " + cause.statement() + " (" + Math.round(100 * cause.confidence()) + " %)")));
        done(incident).ifPresent(done -> text.add(line("Done: " + done)));
        return text.toString();
    }

    private static String now(Incident incident) {
        return switch (incident.phase().kind()) {
            case REPORTED, INVESTIGATING -> "looking for the cause";
            case RESOLVED -> "resolved";
            case CLOSED -> "closed";
            case ESCALATED -> "needs a person to take over";
            case AWAITING_APPROVAL,
                    AWAITING_VETO,
                    AWAITING_ANSWER,
                    CLEARED,
                    HELD,
                    EXECUTING,
                    UNCERTAIN,
                    SETTLING,
                    WATCHING ->
                line(IncidentSummary.waitingFor(incident.phase())
                        .map(what -> "waits for " + what)
                        .orElse("acting"));
        };
    }

    private static Optional<String> done(Incident incident) {
        List<String> made = incident.history()
                .made()
                .filter(change -> !change.undone())
                .map(change -> Sentence.what(change.plan()))
                .toList();
        return made.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", made));
    }

    private static String line(String said) {
        var one = said.replace('\n', ' ');
        return one.length() <= LONGEST_LINE ? one : one.substring(0, LONGEST_LINE - 1) + "…";
    }

    private static String severity(Severity severity) {
        return lower(severity) + " severity";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
