package dev.runbook.integrations.slack;

import dev.runbook.core.capability.Chat;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/// A question as [Block Kit](https://docs.slack.dev/block-kit/) shows it: the words, and a button for each
/// answer.
final class ApprovalCard {

    /// The longest text of a section.
    private static final int SECTION = 3000;

    private ApprovalCard() {}

    static Value.Items of(String text, Chat.Card card) {
        var words = Slack.escaped(text);
        var buttons = new ArrayList<Value>();
        if (card.runsUnlessVetoed()) {
            buttons.add(button("Veto", "veto", "danger", card));
        } else {
            buttons.add(button("Approve", "approve", "primary", card));
            buttons.add(button("Deny", "deny", "danger", card));
        }
        return new Value.Items(List.of(
                Value.fields(
                        "type",
                        "section",
                        "text",
                        Value.fields(
                                "type",
                                "mrkdwn",
                                "text",
                                words.length() <= SECTION ? words : words.substring(0, SECTION))),
                Value.fields("type", "actions", "block_id", "runbook_decision", "elements", buttons)));
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
