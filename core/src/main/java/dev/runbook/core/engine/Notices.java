package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.capability.Chat;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.util.Optional;

/// Writes the messages that the engine owes to people. Pure.
///
/// @param channel the chat channel they go to; when empty nobody is told, and so nothing can run by silence
/// @param inThreads whether each incident has a message that is kept current, and a thread under it
public record Notices(Optional<String> channel, boolean inThreads) {

    /// Notices that stand in the channel each by itself.
    public Notices(Optional<String> channel) {
        this(channel, false);
    }

    private static final OperationName POST = new OperationName(Capability.CHAT, "post_message");
    private static final OperationName UPDATE = new OperationName(Capability.CHAT, "update_message");
    private static final OperationName UPLOAD = new OperationName(Capability.CHAT, "upload_file");
    private static final OperationName PAGE = new OperationName(Capability.PAGING, "page");

    /// What the bulletin of an incident has to say, where it says something else or was never posted; empty
    /// also when there is nobody to tell.
    Optional<Notice> bulletin(Incident incident) {
        var before = incident.bulletin();
        var text = Bulletin.text(incident);
        if (!hasThread(incident) || before.isGivenUp() || text.equals(before.told())) return Optional.empty();
        return Optional.of(before.ts()
                .map(ts -> changed(incident, ts, text))
                .orElseGet(
                        () -> new Notice(Notice.keyOfBulletin(incident.id()), Notice.About.BULLETIN, posting(text))));
    }

    private Notice changed(Incident incident, String ts, String text) {
        return new Notice(
                new IdempotencyKey(Notice.keyOfBulletin(incident.id()).key() + "/" + incident.seq()),
                Notice.About.BULLETIN,
                new Event.Call(UPDATE, Value.fields("channel", channel.orElse(""), "ts", ts, "text", text)));
    }

    /// What takes the buttons off a message whose question is no longer open; empty when there is none.
    Optional<Notice> settled(Incident incident) {
        var open = Engine.openRequest(incident).map(request -> request.id().toString());
        return incident.bulletin()
                .asked()
                .filter(asked -> channel.isPresent() && !open.equals(Optional.of(asked.request())))
                .map(asked -> new Notice(
                        Notice.keyOfSettled(incident.id(), asked.request()),
                        Notice.About.SETTLED,
                        new Event.Call(
                                UPDATE,
                                Value.fields(
                                        "channel", channel.orElse(""), "ts", asked.ts(), "text", asked.settled()))));
    }

    /// What an operator told the engine to do is no problem that people talk about.
    private boolean hasThread(Incident incident) {
        return inThreads
                && channel.isPresent()
                && incident.run()
                        .filter(run -> run.runbook().equals(IncidentDesk.INSTRUCTION))
                        .isEmpty();
    }

    /// The post-mortem, in the incident's thread: as a message, or as a file when it is too long for one.
    Optional<Notice> postMortem(Incident incident, String markdown) {
        var ts = incident.bulletin().ts();
        if (!hasThread(incident) || ts.isEmpty() || markdown.isBlank()) return Optional.empty();
        var title = "Post-mortem of " + incident.id();
        var call = markdown.length() <= Chat.LONGEST_DOCUMENT
                ? posting(title).with(Value.fields("document", markdown))
                : new Event.Call(
                        UPLOAD,
                        Value.fields(
                                "channel",
                                channel.orElse(""),
                                "name",
                                "post-mortem-" + incident.id() + ".md",
                                "text",
                                markdown));
        return Optional.of(new Notice(
                new IdempotencyKey(incident.id() + "/post-mortem/" + incident.seq()),
                Notice.About.POST_MORTEM,
                call.with(Value.fields("thread", ts.get()))));
    }

    /// The notice of an approval request; empty when there is no channel. It carries what an answer must name,
    /// so that people can decide where they read it.
    Optional<Notice> approval(Incident incident, ApprovalRequest request) {
        return words(incident, request).map(notice -> {
            var card = new Chat.Card(
                    incident.id().id(),
                    request.id().toString(),
                    request.planHash().hex(),
                    request.gate() instanceof Gate.RunsUnlessVetoed);
            var call = notice.call().with(Value.fields("card", card.fields()));
            return new Notice(notice.key(), notice.about(), call);
        });
    }

    private Optional<Notice> words(Incident incident, ApprovalRequest request) {
        var plan = request.plan();
        var what = (plan.undoes() ? "the undo of " + plan.step() + ", " : "") + plan.operation() + " "
                + plan.parameters().display();
        return switch (request.gate()) {
            case Gate.RunsUnlessVetoed(var window) ->
                channel.map(_ -> post(
                        incident,
                        Notice.keyOf(incident.id(), request.id()),
                        Notice.About.VETO_WINDOW,
                        incident.id() + ": " + what + " runs in " + Durations.display(window) + " unless vetoed. "
                                + request.why()));
            case Gate.NeedsApprovals(var quorum, var _, var _) ->
                channel.map(_ -> post(
                        incident,
                        Notice.keyOf(incident.id(), request.id()),
                        Notice.About.APPROVAL,
                        incident.id() + ": " + what + " needs " + (quorum == 1 ? "an approval" : quorum + " approvals")
                                + ". " + request.why()));
            case Gate.RunsAtOnce _, Gate.Forbidden _ -> Optional.empty();
        };
    }

    /// The notice of a question that a step asks; empty when there is no channel.
    Optional<Notice> question(Incident incident, Question question) {
        return channel.map(_ -> post(
                incident,
                Notice.keyOf(incident.id(), question.id()),
                Notice.About.QUESTION,
                incident.id() + " asks: " + question.text()));
    }

    /// Wakes whoever is on call.
    Optional<Notice> escalation(Incident incident, String reason) {
        return page(
                incident,
                new IdempotencyKey(incident.id() + "/escalation/" + incident.seq()),
                Notice.About.ESCALATION,
                incident.id() + " needs a person: " + IncidentSummary.titleOf(incident.report()),
                reason);
    }

    /// Wakes whoever is on call, because the notice of a request reached nobody.
    Optional<Notice> page(Incident incident, ApprovalRequest request, String failure) {
        return page(
                incident,
                new IdempotencyKey(incident.id() + "/" + request.id() + "/page"),
                Notice.About.APPROVAL,
                incident.id() + " waits for a decision about " + request.plan().operation(),
                request.plan().operation() + " " + request.plan().parameters().display() + " (" + request.id()
                        + ") runs only if it is approved. Its notice was not delivered: " + failure);
    }

    private Optional<Notice> page(
            Incident incident, IdempotencyKey key, Notice.About about, String title, String details) {
        if (channel.isEmpty()) return Optional.empty();
        var whose =
                incident.report().service().or(() -> incident.report().host()).orElse("unknown");
        return Optional.of(new Notice(
                key, about, new Event.Call(PAGE, Value.fields("service", whose, "title", title, "details", details))));
    }

    Optional<Notice> resolution(Incident incident, String how) {
        return channel.map(_ -> post(
                incident,
                new IdempotencyKey(incident.id() + "/resolution/" + incident.seq()),
                Notice.About.RESOLUTION,
                incident.id() + " is resolved: " + how));
    }

    private Notice post(Incident incident, IdempotencyKey key, Notice.About about, String text) {
        var call = posting(text);
        return new Notice(
                key,
                about,
                incident.bulletin()
                        .ts()
                        .filter(_ -> inThreads)
                        .map(ts -> call.with(Value.fields("thread", ts)))
                        .orElse(call));
    }

    private Event.Call posting(String text) {
        return new Event.Call(POST, Value.fields("channel", channel.orElse(""), "text", text));
    }
}
