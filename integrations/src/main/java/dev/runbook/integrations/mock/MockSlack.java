package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Chat;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.world.Worlds;
import java.util.Map;
import java.util.Optional;

/// Channels and their messages as Slack would answer for them.
final class MockSlack extends MockVendor implements Chat {

    MockSlack(Worlds worlds) {
        super("slack", worlds);
    }

    @Override
    public Outcome postMessage(String channel, Post post, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        var parameters = Value.fields("channel", channel, "text", post.text());
        var all = post.document()
                .map(document -> parameters.with(Map.of("document", Value.text(document))))
                .orElse(parameters);
        return chat("post_message", all, post.thread(), key, context);
    }

    @Override
    public Outcome updateMessage(String channel, String ts, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        var parameters = Value.fields("channel", channel, "ts", ts, "text", text);
        return chat("update_message", parameters, Optional.empty(), key, context);
    }

    @Override
    public Outcome uploadFile(
            String channel, String name, String text, Optional<String> thread, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        var parameters = Value.fields("channel", channel, "name", name, "text", text);
        return chat("upload_file", parameters, thread, key, context);
    }

    private Outcome chat(
            String method, Value.Fields parameters, Optional<String> thread, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        var all = thread.map(ts -> parameters.with(Map.of("thread", Value.text(ts))))
                .orElse(parameters);
        return act(Capability.CHAT, method, all, key, context);
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
