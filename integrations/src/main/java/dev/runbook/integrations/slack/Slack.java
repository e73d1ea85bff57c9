package dev.runbook.integrations.slack;

import dev.runbook.core.capability.Chat;
import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Slack, live. A message of ours carries our idempotency key in its metadata. That it was delivered is
/// said only when Slack itself acknowledges it.
public final class Slack extends LiveVendor implements Chat {

    private static final String CHANNEL_ID = "[CGD][A-Z0-9]{2,20}";

    /// Slack cuts longer ones at 40,000.
    private static final int TEXT = 40_000;

    private static final String CUT = "...";

    private static final int MOST_LOOKED_THROUGH = 1000;
    private static final int GLANCE = 100;

    private final SlackApi api;
    private final Map<String, String> channelIds = new ConcurrentHashMap<>();

    private Slack(SlackApi api) {
        super(api.http().edge());
        this.api = api;
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var token = variables.secret("SLACK_BOT_TOKEN");
        var bearer = new Secret("Bearer " + token.reveal());
        var edge = outside.edge("slack");
        var scrubber = new Scrubber(List.of(token));
        var http = outside.http(edge, base(variables), new SlackDialect(Map.of("Authorization", bearer)), scrubber);
        var plain = new SlackDialect(Map.of());
        return new Slack(new SlackApi(http, origin -> outside.http(edge, origin, plain, scrubber)));
    }

    /// Slack's own pages and clients give it with the path of its methods.
    private static BaseUrl base(Variables variables) {
        var given = variables.optional("SLACK_BASE_URL").orElse("https://slack.com");
        return BaseUrl.parse("SLACK_BASE_URL", given.replaceFirst("/api/?$", ""));
    }

    /// The id of a channel that is given by its id or its name.
    private String channel(String given, Patience patience) throws Unanswered, InterruptedException {
        var name = given.strip().replaceFirst("^#", "");
        if (name.matches(CHANNEL_ID)) return name;
        var known = channelIds.get(name);
        if (known != null) return known;
        var channels = api.channels(patience);
        for (var channel : channels.items()) channelIds.put(channel.name(), channel.id());
        return Optional.ofNullable(channelIds.get(name))
                .orElseThrow(() -> refused("slack has no channel '" + given
                        + "', or our app is not in it; invite the app, or give the channel's id"
                        + channels.gap().map(gap -> " (" + gap + ")").orElse("")));
    }

    @Override
    public Outcome postMessage(String channel, Post post, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var id = channel(channel, patience);
            var thread = post.thread().isEmpty()
                    ? Optional.<String>empty()
                    : Optional.of(ts(post.thread().get()));
            var before = before(id, thread, key, patience);
            if (before.isPresent()) return new Outcome.Done(result(channel, id, before.get()));
            var message = Value.fields(
                    "text", shown(post.text()),
                    "unfurl_links", false,
                    "metadata", Value.fields("event_type", "runbook", "event_payload", Value.fields("key", key.key())));
            if (thread.isPresent()) message = message.with(Map.of("thread_ts", Value.text(thread.get())));
            var blocks = Blocks.of(post);
            if (!blocks.items().isEmpty()) message = message.with(Map.of("blocks", blocks));
            return new Outcome.Done(
                    result(channel, id, api.post(id, message, patience).ts()));
        });
    }

    private String ts(String given) throws Unanswered {
        return id("message id", given, "\\d{1,12}\\.\\d{1,9}");
    }

    @Override
    public Outcome updateMessage(String channel, String ts, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var id = channel(channel, patience);
            api.update(id, ts(ts), shown(text), Blocks.instead(text), patience);
            return new Outcome.Done(result(channel, id, ts));
        });
    }

    @Override
    public Outcome uploadFile(
            String channel, String name, String text, Optional<String> thread, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            if (text.isEmpty()) throw refused("slack takes no empty file");
            var id = channel(channel, patience);
            var in = thread.isEmpty() ? thread : Optional.of(ts(thread.get()));
            var file = api.upload(id, in, name, text, patience);
            return new Outcome.Done(Value.fields("channel", channel, "channel_id", id, "file", file));
        });
    }

    /// The text as it is sent: not longer than Slack shows, and without signs that it reads as its own.
    private static String shown(String text) {
        return escaped(text, TEXT);
    }

    /// A text as Slack reads it, not longer than it takes; no sign that stands for another is cut in two.
    static String escaped(String text, int most) {
        var words = escaped(text);
        if (words.length() <= most) return words;
        var cut = Cut.at(most - CUT.length(), words);
        int sign = cut.lastIndexOf('&');
        return (sign >= 0 && cut.indexOf(';', sign) < 0 ? cut.substring(0, sign) : cut) + CUT;
    }

    /// Whether the message was posted before. An app that may write and not read posts without looking.
    private Optional<String> before(String channel, Optional<String> thread, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        try {
            return find(channel, thread, key, GLANCE, patience).ts();
        } catch (Unanswered unanswered) {
            if (unanswered.fault().kind() == Fault.Kind.UNAUTHORISED
                    && unanswered.fault().code().equals("missing_scope")) return Optional.empty();
            throw unanswered;
        }
    }

    /// What came of the search for a message of ours.
    ///
    /// @param all whether everything was searched
    private record Search(Optional<String> ts, boolean all) {}

    /// Looks where the message would stand: Slack leaves what is in a thread out of the channel's history.
    private Search find(String channel, Optional<String> thread, IdempotencyKey key, int most, Patience patience)
            throws Unanswered, InterruptedException {
        var history = thread.isPresent()
                ? api.replies(channel, thread.get(), patience)
                : api.history(channel, most, patience);
        var ts = history.items().stream()
                .filter(message -> message.key().filter(key.key()::equals).isPresent())
                .map(SlackApi.Message::ts)
                .findFirst();
        return new Search(
                ts,
                history.gap().isEmpty()
                        && (thread.isPresent() || history.items().size() < most));
    }

    /// Slack reads these three signs as its own: a log line with `<!channel>` in it must wake nobody.
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String plain(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static Value.Fields result(String channel, String id, String ts) {
        return Value.fields("channel", channel, "channel_id", id, "ts", ts);
    }

    @Override
    public Observation messages(String channel, int limit, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            if (limit < 1) return nothing();
            var history = api.history(channel(channel, patience), limit, patience);
            var items = new ArrayList<Value.Fields>();
            for (var message : history.items().reversed())
                items.add(Value.fields("author", message.author(), "text", plain(message.text()), "ts", message.ts()));
            return facts(channel, "messages", items, history.gap());
        });
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "post_message" -> posted(arguments, key, patience);
            case "update_message" -> updated(arguments, patience);
            default -> new Occurrence.CannotTell("slack keeps no record of " + operation);
        });
    }

    private Occurrence updated(Arguments arguments, Patience patience) throws Unanswered, InterruptedException {
        var channel = arguments.text("channel");
        var id = channel(channel, patience);
        var message = api.message(id, ts(arguments.text("ts")), patience);
        if (message.isEmpty())
            return new Occurrence.CannotTell("slack shows no message " + arguments.text("ts") + " in " + channel);
        return message.get().text().equals(shown(arguments.text("text")))
                ? new Occurrence.Happened(result(channel, id, message.get().ts()))
                : new Occurrence.DidNotHappen();
    }

    private Occurrence posted(Arguments arguments, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        var channel = arguments.text("channel");
        var id = channel(channel, patience);
        var given = arguments.optionalText("thread");
        var thread = given.isEmpty() ? given : Optional.of(ts(given.get()));
        var search = find(id, thread, key, MOST_LOOKED_THROUGH, patience);
        if (search.ts().isPresent())
            return new Occurrence.Happened(result(channel, id, search.ts().get()));
        return search.all()
                ? new Occurrence.DidNotHappen()
                : new Occurrence.CannotTell(
                        "slack's channel " + channel + " has more messages than were looked through");
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        return List.of(
                find("sign in", timeout, patience -> "signed in as " + api.who(patience)),
                find("list channels", timeout, patience -> {
                    int count = api.channels(patience).items().size();
                    return count == 0 ? "works, and sees no channel" : "sees " + count + " channels";
                }));
    }
}
