package dev.runbook.core.capability;

import static dev.runbook.core.capability.Parameters.MOST_ROWS;
import static dev.runbook.core.operation.Parameter.optional;
import static dev.runbook.core.operation.Parameter.required;
import static dev.runbook.core.operation.Parameter.withDefault;

import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import java.util.List;

/// What chat offers.
final class ChatOperations {

    private ChatOperations() {}

    static void chat(List<Bound> all) {
        var port = new Port<>(Capability.CHAT, Chat.class);
        var channel = required("channel", Parameter.Type.TEXT, "the channel");
        var text = required("text", Parameter.Type.TEXT, "the message");
        var thread = optional("thread", Parameter.Type.TEXT, "the id of the message that it answers");
        all.add(port.reads("get_messages", "The latest messages of a channel")
                .with(
                        channel,
                        withDefault("limit", Parameter.Type.WHOLE, "how many", 20)
                                .between(1, MOST_ROWS))
                .answers(Results.MESSAGES)
                .by((m, a, c) -> m.messages(a.text("channel"), a.whole("limit"), c)));
        all.add(port.changes("post_message", "Posts a message to a channel", RiskLevel.LOW)
                .with(
                        channel,
                        text,
                        thread,
                        optional("card", Parameter.Type.MAP, "the question that it puts to people"),
                        optional("document", Parameter.Type.TEXT, "a longer text in Markdown that stands under it"))
                .by((m, a, k, c) -> m.postMessage(a.text("channel"), post(a), k, c)));
        all.add(port.changes("update_message", "Puts another text in the place of a message of ours", RiskLevel.LOW)
                .with(channel, required("ts", Parameter.Type.TEXT, "the message's id"), text)
                .idempotent()
                .by((m, a, k, c) -> m.updateMessage(a.text("channel"), a.text("ts"), a.text("text"), k, c)));
        all.add(port.changes("upload_file", "Posts a text as a file", RiskLevel.LOW)
                .with(
                        channel,
                        required("name", Parameter.Type.TEXT, "the file's name"),
                        required("text", Parameter.Type.TEXT, "what is in it"),
                        thread)
                .by((m, a, k, c) -> m.uploadFile(
                        a.text("channel"), a.text("name"), a.text("text"), a.optionalText("thread"), k, c)));
    }

    private static Chat.Post post(Arguments arguments) {
        return new Chat.Post(
                arguments.text("text"),
                arguments.optionalText("thread"),
                Chat.Card.of(arguments.values().get("card")),
                arguments.optionalText("document"));
    }
}
