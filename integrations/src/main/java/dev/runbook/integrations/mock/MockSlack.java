package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Chat;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.world.Worlds;

/// Channels and their messages as Slack would answer for them.
final class MockSlack extends MockVendor implements Chat {

    MockSlack(Worlds worlds) {
        super("slack", worlds);
    }

    @Override
    public Outcome postMessage(String channel, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(Capability.CHAT, "post_message", Value.fields("channel", channel, "text", text), key, context);
    }

    @Override
    public Observation messages(String channel, int limit, CallContext context) throws InterruptedException {
        return look("get_messages", context, sight -> {
            var all = sight.desk().messages(channel);
            return facts(
                    channel,
                    "messages",
                    all.subList(Math.max(0, all.size() - Math.max(0, limit)), all.size()).stream()
                            .map(m -> Value.fields("author", m.author(), "text", m.text(), "ts", m.ts()))
                            .toList());
        });
    }
}
