package dev.runbook.cli.remote;

import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers what a step of the runbook asks.
@Command(name = "answer", description = "Answer what an incident's runbook asks.", mixinStandardHelpOptions = true)
public final class AnswerCommand implements Runnable {

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", paramLabel = "ID", description = "The incident, such as INC-7f3k2m.")
    private String id = "";

    @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "The answers: go_on=true replicas=4.")
    private Map<String, String> answers = new LinkedHashMap<>();

    @Override
    public void run() {
        var path = "/incidents/" + Server.encoded(id);
        var question = server.get(path).path("question");
        if (question.isMissingNode() || question.isNull()) throw new Complaint(id + " asks nothing");
        var body = JsonMapper.shared().createObjectNode();
        var given = body.putObject("answers");
        answers.forEach((name, text) -> given.set(name, value(question, name, text)));
        var name = question.path("id").asString();
        var answer = server.post(path + "/answers/" + Server.encoded(name), body);
        output.print(answer, () -> id + " " + name + ": answered");
    }

    /// The value that a text means, by the type that is asked for.
    private static JsonNode value(JsonNode question, String name, String text) {
        for (var wanted : question.path("answers"))
            if (wanted.path("name").asString().equals(name)
                    && !wanted.path("type").asString().matches("text|duration")) return json(name, text);
        return JsonMapper.shared().getNodeFactory().stringNode(text);
    }

    private static JsonNode json(String name, String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException _) {
            throw new Complaint("'" + name + "' cannot be '" + text + "'; write true, 4, or a list such as [\"a\"]");
        }
    }
}
