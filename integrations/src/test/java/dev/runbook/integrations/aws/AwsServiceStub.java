package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One service of AWS behind the endpoint: its actions as the service's model has them, and what it answers.
abstract class AwsServiceStub {

    static final String S = "{\"type\": \"string\"}";
    static final String N = "{\"type\": \"integer\"}";
    static final String TIME = "{\"type\": \"number\", \"maximum\": 9999999999}";
    static final String MILLIS = "{\"type\": \"integer\", \"minimum\": 1000000000000}";
    static final String LIST = "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}";

    /// An action of JSON: the version of JSON, the members of its input, those that must be there.
    record Action(String version, String members, String required) {
        String schema() {
            return "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {" + members
                    + "}, \"required\": [" + required + "]}";
        }
    }

    /// An action of the query protocol: the service's version, and what each parameter's name must match.
    record Query(String version, String parameters) {}

    /// The name in signatures.
    private final String name;

    private final Map<String, Action> json;
    private final Map<String, Query> query;

    AwsServiceStub(String name, Map<String, Action> json, Map<String, Query> query) {
        this.name = name;
        this.json = Map.copyOf(json);
        this.query = Map.copyOf(query);
    }

    final String name() {
        return name;
    }

    /// The action that a header `X-Amz-Target` names.
    final Optional<Action> action(String target) {
        return Optional.ofNullable(json.get(target));
    }

    /// The action that a form names.
    final Optional<Query> query(String action) {
        return Optional.ofNullable(query.get(action));
    }

    /// Answers an action of this service.
    ///
    /// @param body of JSON; missing where a form was sent
    /// @param cloud what there is to be seen
    abstract Reply answer(String action, Seen seen, JsonNode body, Cloud cloud);

    static String members(String... namesAndSchemas) {
        var members = new ArrayList<String>();
        for (int i = 0; i < namesAndSchemas.length; i += 2)
            members.add("\"" + namesAndSchemas[i] + "\": " + namesAndSchemas[i + 1]);
        return String.join(",", members);
    }

    static Reply text(String xml) {
        return new Reply(200, xml, Map.of("Content-Type", "text/xml"));
    }

    static Reply fault(String code, String message) {
        return Reply.json(400, "{\"__type\": \"com.amazonaws#%s\", \"message\": \"%s\"}".formatted(code, message));
    }
}
