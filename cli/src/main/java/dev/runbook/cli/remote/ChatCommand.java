package dev.runbook.cli.remote;

import dev.runbook.cli.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// A conversation about an incident or a fresh problem. It looks and talks; it changes nothing.
@Command(
        name = "chat",
        description = "Ask about an incident, or about a fresh problem. An empty line ends the conversation.",
        mixinStandardHelpOptions = true)
public final class ChatCommand implements Callable<Integer> {

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The incident (default: a fresh problem).")
    private @Nullable String incident;

    @Option(
            names = "--ask",
            paramLabel = "QUESTION",
            description = "Ask one question and end; else questions are read line by line.")
    private @Nullable String once;

    private final ArrayNode earlier = JsonMapper.shared().createArrayNode();

    @Override
    public Integer call() throws IOException {
        if (once != null) {
            ask(once);
            return 0;
        }
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        output.say(incident == null ? "What is the problem?" : "What about " + incident + "?");
        for (var line = in.readLine(); line != null && !line.isBlank(); line = in.readLine()) ask(line);
        return 0;
    }

    private void ask(String question) {
        var body = JsonMapper.shared().createObjectNode().put("question", question);
        if (incident != null) body.put("incident", incident);
        body.set("earlier", earlier.deepCopy());
        var answer = new StringBuilder();
        var events = JsonMapper.shared().createArrayNode();
        server.converse("/chat", body, (event, data) -> {
            events.addObject().put("event", event).set("data", data);
            hear(event, data, answer);
        });
        if (output.isJson()) output.print(events, () -> "");
        earlier.addObject().put("asked", question).put("answered", answer.toString());
    }

    private void hear(String event, JsonNode data, StringBuilder answer) {
        switch (event) {
            case "look" -> output.say("  … looks at " + data.path("what").asString(""));
            case "sentence" -> {
                var sentence = data.path("text").asString("");
                answer.append(sentence).append(' ');
                output.say(sentence);
            }
            case "proposal" ->
                output.say("  → " + data.path("operation").asString("") + ": step "
                        + data.path("step").asString("")
                        + " of runbook " + data.path("runbook").asString("") + ", "
                        + data.path("risk").asString("") + " risk");
            default -> {} // done, and what is yet to come
        }
    }
}
