package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.capability.Chat;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.util.Map;
import java.util.Optional;

/// Writes the messages that the engine owes to people. Pure.
///
/// @param channel the chat channel they go to; when empty nobody is told, and so nothing can run by silence
public record Notices(Optional<String> channel) {

    private static final OperationName POST = new OperationName(Capability.CHAT, "post_message");
    private static final OperationName PAGE = new OperationName(Capability.PAGING, "page");

    /// The notice of an approval request; empty when there is no channel. It carries what an answer must name,
    /// so that people can decide where they read it.
    Optional<Notice> approval(Incident incident, ApprovalRequest request) {
        return words(incident, request).map(notice -> {
            var card = new Chat.Card(
                    incident.id().id(),
                    request.id().toString(),
                    request.planHash().hex(),
                    request.gate() instanceof Gate.RunsUnlessVetoed);
            var call = notice.call();
            var parameters = call.parameters().with(Map.of("card", card.fields()));
            return new Notice(notice.key(), notice.about(), new Event.Call(call.operation(), parameters));
        });
    }

    private Optional<Notice> words(Incident incident, ApprovalRequest request) {
        var plan = request.plan();
        var what = (plan.undoes() ? "the undo of " + plan.step() + ", " : "") + plan.operation() + " "
                + plan.parameters().display();
        return switch (request.gate()) {
            case Gate.RunsUnlessVetoed(var window) ->
                channel.map(_ -> post(
                        Notice.keyOf(incident.id(), request.id()),
                        Notice.About.VETO_WINDOW,
                        incident.id() + ": " + what + " runs in " + Durations.display(window) + " unless vetoed. "
                                + request.why()));
            case Gate.NeedsApprovals(var quorum, var _, var _) ->
                channel.map(_ -> post(
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
                new IdempotencyKey(incident.id() + "/resolution/" + incident.seq()),
                Notice.About.RESOLUTION,
                incident.id() + " is resolved: " + how));
    }

    private Notice post(IdempotencyKey key, Notice.About about, String text) {
        return new Notice(key, about, new Event.Call(POST, Value.fields("channel", channel.orElse(""), "text", text)));
    }
}
