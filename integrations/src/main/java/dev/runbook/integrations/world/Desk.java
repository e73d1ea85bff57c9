package dev.runbook.integrations.world;

import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Outcome.Done;
import dev.runbook.core.operation.Outcome.Refused;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.scenario.Fixtures;
import dev.runbook.integrations.scenario.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What people and programs wrote down: tickets, pages, issues and messages. What was before the start
/// comes from the scenario; the rest is read off the effects.
public record Desk(Past past) {

    private static final int FIRST_TICKET = 10_001;
    private static final int FIRST_PAGE = 501;
    private static final int FIRST_ISSUE = 201;
    private static final int FIRST_CHANGE = 30_001;

    /// What is seen in the log of a page, and as what.
    private static final Map<String, String> LOGGED = new TreeMap<>(Map.of(
            "paging.acknowledge", "acknowledged",
            "paging.resolve", "resolved",
            "paging.add_note", "note",
            "paging.send_status_update", "status update"));

    /// An incident of the service desk.
    public record Ticket(
            String number, String state, String title, String description, List<String> notes, Instant at) {}

    /// A page to whoever was on call.
    public record Page(
            String number,
            String service,
            String title,
            String details,
            String state,
            List<Happening> log,
            Instant at) {}

    /// Something that happened to a page.
    public record Happening(Instant at, String kind, String text) {}

    /// An issue.
    public record Issue(
            String key, String summary, String description, String status, List<String> comments, Instant at) {}

    /// A message.
    public record Message(String channel, String author, String text, String ts, Instant at) {}

    private History history() {
        var own = past.scenario().history();
        return own.equals(History.NONE) ? Fixtures.STANDARD.history() : own;
    }

    /// Alerts that are muted.
    public record Mute(String id, String scope, Instant until, String reason) {}

    /// What is muted at a moment, oldest first.
    public List<Mute> mutes(Instant now) {
        var mutes = new ArrayList<Mute>();
        int next = 1;
        for (var effect : past.effects("monitoring.mute").toList()) {
            var id = "M" + next++;
            var until =
                    effect.at().plus(Durations.parse(text(effect, "duration")).orElse(Duration.ZERO));
            var ended = past.effects("monitoring.unmute").anyMatch(e -> Past.names(e, "id", id));
            if (!ended && until.isAfter(now)) {
                var scope = (text(effect, "host") + " " + text(effect, "service")).strip();
                mutes.add(new Mute(id, scope, until, text(effect, "reason")));
            }
        }
        return List.copyOf(mutes);
    }

    /// Whether an operation is one of the desk's.
    static boolean does(OperationName operation) {
        return switch (operation.capability()) {
            case TICKETING, PAGING, ISSUE_TRACKING, CHAT, MONITORING -> true;
            case COMPUTE, DEPLOYMENTS, MEMORY, KNOWLEDGE -> false;
        };
    }

    /// Tickets, oldest first.
    public List<Ticket> tickets() {
        var tickets = new ArrayList<Ticket>();
        for (var old : history().incidents())
            tickets.add(new Ticket(
                    old.number(),
                    old.state(),
                    old.title(),
                    "",
                    List.of(),
                    past.start().plus(old.at())));
        int next = FIRST_TICKET;
        for (var effect : past.effects("ticketing.create_incident").toList()) {
            var number = "INC%07d".formatted(next++);
            var notes = past.effects("ticketing.add_work_note")
                    .filter(e -> Past.names(e, "number", number))
                    .map(e -> text(e, "text"))
                    .toList();
            var resolved = past.effects("ticketing.resolve_incident").anyMatch(e -> Past.names(e, "number", number));
            tickets.add(new Ticket(
                    number,
                    resolved ? "resolved" : "in progress",
                    text(effect, "title"),
                    text(effect, "description"),
                    notes,
                    effect.at()));
        }
        return List.copyOf(tickets);
    }

    /// Pages, oldest first.
    public List<Page> pages() {
        var pages = new ArrayList<Page>();
        int next = FIRST_PAGE;
        for (var effect : past.effects("paging.page").toList()) {
            var number = "P" + next++;
            var state = past.effects("paging.resolve").anyMatch(e -> Past.names(e, "number", number))
                    ? "resolved"
                    : past.effects("paging.acknowledge").anyMatch(e -> Past.names(e, "number", number))
                            ? "acknowledged"
                            : "triggered";
            pages.add(new Page(
                    number,
                    text(effect, "service"),
                    text(effect, "title"),
                    text(effect, "details"),
                    state,
                    log(number, effect),
                    effect.at()));
        }
        return List.copyOf(pages);
    }

    private List<Happening> log(String number, PerformedEffect page) {
        var log = new ArrayList<Happening>();
        log.add(new Happening(page.at(), "triggered", text(page, "title")));
        for (var operation : LOGGED.entrySet())
            past.effects(operation.getKey())
                    .filter(e -> Past.names(e, "number", number))
                    .forEach(e -> log.add(new Happening(e.at(), operation.getValue(), text(e, "text"))));
        log.sort(Comparator.comparing(Happening::at));
        return List.copyOf(log);
    }

    /// Issues, oldest first.
    public List<Issue> issues() {
        var issues = new ArrayList<Issue>();
        for (var old : history().issues())
            issues.add(new Issue(
                    old.key(),
                    old.summary(),
                    "",
                    status(old.key(), old.status()),
                    comments(old.key()),
                    past.start().plus(old.at())));
        int next = FIRST_ISSUE;
        for (var effect : past.effects("issue_tracking.create_issue").toList()) {
            var key = "OPS-" + next++;
            issues.add(new Issue(
                    key,
                    text(effect, "summary"),
                    text(effect, "description"),
                    status(key, "to do"),
                    comments(key),
                    effect.at()));
        }
        return List.copyOf(issues);
    }

    private String status(String issue, String first) {
        return past.effects("issue_tracking.transition_issue")
                .filter(e -> Past.names(e, "issue", issue))
                .map(e -> text(e, "status").toLowerCase(Locale.ROOT))
                .reduce((_, later) -> later)
                .orElse(first);
    }

    private List<String> comments(String issue) {
        return past.effects("issue_tracking.add_comment")
                .filter(e -> Past.names(e, "issue", issue))
                .map(e -> text(e, "text"))
                .toList();
    }

    /// The messages of a channel, oldest first.
    public List<Message> messages(String channel) {
        var messages = new ArrayList<Message>();
        for (var old : history().messages())
            if (old.channel().equals(channel)) {
                var at = past.start().plus(old.at());
                messages.add(new Message(channel, old.author(), old.text(), ts(at, messages.size()), at));
            }
        for (var effect : past.effects("chat.post_message").toList())
            if (Past.names(effect, "channel", channel))
                messages.add(new Message(
                        channel, "runbook", text(effect, "text"), ts(effect.at(), messages.size()), effect.at()));
        messages.replaceAll(this::current);
        return List.copyOf(messages);
    }

    /// A message with the text that was last put in its place.
    private Message current(Message message) {
        return past.effects("chat.update_message")
                .filter(e -> Past.names(e, "channel", message.channel()) && Past.names(e, "ts", message.ts()))
                .map(e -> new Message(message.channel(), message.author(), text(e, "text"), message.ts(), message.at()))
                .reduce((_, later) -> later)
                .orElse(message);
    }

    private static String ts(Instant at, int number) {
        return at.getEpochSecond() + ".%06d".formatted(number);
    }

    private static String text(PerformedEffect effect, String parameter) {
        return effect.parameters().get(parameter).map(Value::display).orElse("");
    }

    /// What the caller of an operation is answered, before it becomes an effect.
    Outcome answer(OperationName operation, Value.Fields parameters, Instant now) {
        return switch (operation.toString()) {
            case "ticketing.create_incident" ->
                done("number", "INC%07d".formatted(FIRST_TICKET + count("ticketing.create_incident")));
            case "ticketing.add_work_note", "ticketing.update_incident", "ticketing.resolve_incident" ->
                known(
                        parameters,
                        "number",
                        tickets().stream().map(Ticket::number).toList());
            case "paging.page" -> done("number", "P" + (FIRST_PAGE + count("paging.page")));
            case "ticketing.create_change" ->
                done("number", "CHG%07d".formatted(FIRST_CHANGE + count("ticketing.create_change")));
            case "ticketing.move_change", "paging.send_change_event", "paging.send_signal" -> new Done(parameters);
            case "paging.acknowledge", "paging.resolve", "paging.add_note", "paging.send_status_update" ->
                known(parameters, "number", pages().stream().map(Page::number).toList());
            case "issue_tracking.create_issue" ->
                done("key", "OPS-" + (FIRST_ISSUE + count("issue_tracking.create_issue")));
            case "issue_tracking.add_comment", "issue_tracking.transition_issue", "issue_tracking.link_issues" ->
                known(parameters, "issue", issues().stream().map(Issue::key).toList());
            case "chat.post_message" -> {
                var channel = parameters.get("channel").map(Value::display).orElse("");
                yield new Done(Value.fields(
                        "channel", channel, "ts", ts(now, messages(channel).size())));
            }
            case "chat.update_message" -> {
                var channel = parameters.get("channel").map(Value::display).orElse("");
                yield known(
                        parameters,
                        "ts",
                        messages(channel).stream().map(Message::ts).toList());
            }
            case "monitoring.mute" -> done("id", "M" + (1 + count("monitoring.mute")));
            case "monitoring.unmute" ->
                known(parameters, "id", mutes(now).stream().map(Mute::id).toList());
            case "monitoring.post_event" -> new Done(parameters);
            case "chat.upload_file" -> done("file", "F" + (1 + count("chat.upload_file")));
            default -> new Refused(operation + " is nothing the desk does", false);
        };
    }

    private int count(String operation) {
        return (int) past.effects(operation).count();
    }

    private static Outcome done(String name, String value) {
        return new Done(Value.fields(name, value));
    }

    private static Outcome known(Value.Fields parameters, String name, List<String> numbers) {
        var given = parameters.get(name).map(Value::display);
        return given.flatMap(g -> numbers.stream().filter(g::equals).findFirst())
                .map(found -> done(name, found))
                .orElseGet(() -> new Refused("there is no " + name + " '" + given.orElse("") + "'", false));
    }

    /// Who is on call for a service, first level first; empty when there is no such service.
    List<String> onCall(String service) {
        var people = Fixtures.STANDARD.people();
        Optional<String> team = past.estate().service(service).map(s -> s.team());
        if (team.isEmpty()) return List.of();
        int first = Math.floorMod(team.get().hashCode(), people.size());
        return List.of(people.get(first), people.get((first + 1) % people.size()));
    }
}
