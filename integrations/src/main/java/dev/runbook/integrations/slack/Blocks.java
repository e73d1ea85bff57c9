package dev.runbook.integrations.slack;

import dev.runbook.core.capability.Chat;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A message as [Block Kit](https://docs.slack.dev/reference/block-kit/blocks/) shows it: the words, a longer
/// text in Markdown, and a button for each answer to a question.
final class Blocks {

    /// The longest text of a section.
    private static final int SECTION = 3000;

    /// What Slack would read as a call of people or of a channel.
    private static final Pattern CALL = Pattern.compile("<(?=[!@#])");

    private static final String CUT = "\n\n(cut)";

    private Blocks() {}

    /// The blocks that a changed message has in the place of all that it had: buttons, which nobody shall
    /// press any more, among them.
    static Value.Items instead(String text) {
        return new Value.Items(List.of(section(text)));
    }

    /// The blocks of a message; none for one that is only words.
    static Value.Items of(Chat.Post post) {
        var blocks = new ArrayList<Value>();
        if (post.card().isPresent() || post.document().isPresent()) blocks.add(section(post.text()));
        post.document().filter(text -> !text.isBlank()).ifPresent(text -> blocks.add(markdown(text)));
        post.card().ifPresent(card -> blocks.add(buttons(card)));
        return new Value.Items(List.copyOf(blocks));
    }

    private static Value.Fields section(String text) {
        return Value.fields(
                "type", "section", "text", Value.fields("type", "mrkdwn", "text", Slack.escaped(text, SECTION)));
    }

    /// The text in Markdown. A sign of no width breaks what would wake somebody; escapes would be shown as they
    /// are within code.
    private static Value.Fields markdown(String text) {
        var quiet = CALL.matcher(text).replaceAll("<\u200B");
        return Value.fields("type", "markdown", "text", Cut.at(Chat.LONGEST_DOCUMENT, quiet, CUT));
    }

    private static Value.Fields buttons(Chat.Card card) {
        var buttons = card.runsUnlessVetoed()
                ? List.<Value>of(button("Veto", "veto", "danger", card))
                : List.<Value>of(button("Approve", "approve", "primary", card), button("Deny", "deny", "danger", card));
        return Value.fields("type", "actions", "block_id", "runbook_decision", "elements", buttons);
    }

    private static Value.Fields button(String label, String decision, String style, Chat.Card card) {
        return Value.fields(
                "type",
                "button",
                "action_id",
                "runbook_" + decision,
                "style",
                style,
                "text",
                Value.fields("type", "plain_text", "text", label),
                "value",
                card.incident() + " " + card.request() + " " + card.plan());
    }
}
