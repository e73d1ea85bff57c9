package dev.runbook.language.parse;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.util.Map;

/// The language as [JSON Schema](https://json-schema.org/draft/2020-12), for editors. It is made of the keys that the
/// reader goes by.
public final class RunbookSchema {

    private RunbookSchema() {}

    /// The schema as JSON, indented.
    public static String json() {
        var out = new StringBuilder();
        indented(value(), "", out);
        return out.append('\n').toString();
    }

    static Value.Fields value() {
        return RunbookKeys.RUNBOOK
                .schema(Map.of())
                .with(Map.of(
                        "$schema", Value.text("https://json-schema.org/draft/2020-12/schema"),
                        "title", Value.text("Runbook")));
    }

    private static void indented(Value value, String indent, StringBuilder out) {
        var deeper = indent + "  ";
        switch (value) {
            case Value.Fields(var fields)
            when !fields.isEmpty() -> {
                var separator = "{\n";
                for (var field : fields.entrySet()) {
                    out.append(separator)
                            .append(deeper)
                            .append(Json.write(Value.text(field.getKey())))
                            .append(": ");
                    indented(field.getValue(), deeper, out);
                    separator = ",\n";
                }
                out.append('\n').append(indent).append('}');
            }
            case Value.Items(var items)
            when items.stream().anyMatch(Value.Fields.class::isInstance) -> {
                var separator = "[\n";
                for (var item : items) {
                    out.append(separator).append(deeper);
                    indented(item, deeper, out);
                    separator = ",\n";
                }
                out.append('\n').append(indent).append(']');
            }
            case Value other -> out.append(Json.write(other));
        }
    }
}
