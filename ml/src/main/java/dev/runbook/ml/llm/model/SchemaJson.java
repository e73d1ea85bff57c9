package dev.runbook.ml.llm.model;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON Schema, as both APIs take it for the parameters of a tool.
final class SchemaJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private SchemaJson() {}

    /// @param schema an object's schema; an object without members when there is none
    static ObjectNode of(@Nullable JsonObjectSchema schema) {
        return schema == null ? of(JsonObjectSchema.builder().build()) : of((JsonSchemaElement) schema);
    }

    private static ObjectNode of(JsonSchemaElement element) {
        var node = JSON.createObjectNode();
        switch (element) {
            case JsonObjectSchema object -> {
                node.put("type", "object");
                var properties = node.putObject("properties");
                object.properties().forEach((name, member) -> properties.set(name, of(member)));
                var required = object.required();
                if (required != null && !required.isEmpty()) required.forEach(node.putArray("required")::add);
                node.put("additionalProperties", false);
            }
            case JsonArraySchema array -> node.put("type", "array").set("items", of(array.items()));
            case JsonEnumSchema words ->
                words.enumValues().forEach(node.put("type", "string").putArray("enum")::add);
            case JsonStringSchema _ -> node.put("type", "string");
            case JsonIntegerSchema _ -> node.put("type", "integer");
            case JsonNumberSchema _ -> node.put("type", "number");
            case JsonBooleanSchema _ -> node.put("type", "boolean");
            default -> throw new IllegalArgumentException("no parameter of a tool is a " + element.getClass());
        }
        var description = element.description();
        if (description != null) node.put("description", description);
        return node;
    }
}
