package dev.runbook.ml.facts;

import dev.runbook.core.value.Value;
import dev.runbook.ml.bundle.ToolOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Takes what tools said apart into statements: lines of text, and of structure one statement for each
/// object with its plain fields. Series of numbers become statements about how they moved.
public final class Statements {

    /// Fields that say what an object is, the most telling first.
    private static final List<String> NAMES =
            List.of("involved_object", "pod_name", "pod", "source_identifier", "instance", "name", "host", "service");

    private static final Pattern NAME_LINE = Pattern.compile("^\\s*Name:\\s+(\\S+)");
    private static final Set<String> LEAVING = Set.of("deletion_timestamp", "deletiontimestamp");
    private static final int LONGEST = 1_000;
    private static final int MOST = 50_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Statement> statements = new ArrayList<>();
    private final String source;

    private Statements(String source) {
        this.source = source;
    }

    /// The statements of one tool, in its order.
    public static List<Statement> of(ToolOutput output) {
        var statements = new Statements(output.source());
        statements.walk(output.output(), "", "", false);
        return List.copyOf(statements.statements);
    }

    /// The statements of one tool whose answer is a value.
    ///
    /// @param source which tool
    public static List<Statement> of(String source, Value answer) {
        return of(new ToolOutput(source, "", "", JSON.valueToTree(answer.plain())));
    }

    private void walk(JsonNode node, String field, String object, boolean leaving) {
        if (node.isObject()) {
            if (isSeries(node)) {
                Movement.of(name(node).orElse(field), values(node))
                        .ifPresent(moved -> add(object.isEmpty() ? dimension(node) : object, moved, leaving));
                return;
            }
            var here = name(node).orElse(object);
            boolean goes = leaving
                    || node.properties().stream()
                            .anyMatch(e -> LEAVING.contains(e.getKey().toLowerCase(Locale.ROOT))
                                    && !e.getValue().isNull());
            var plain = plain(node);
            if (!plain.isEmpty()) add(here, plain, goes);
            node.properties().forEach(e -> {
                if (e.getValue().isContainer() || isLong(e.getValue())) walk(e.getValue(), e.getKey(), here, goes);
            });
        } else if (node.isArray()) {
            for (var item : node) walk(item, field, object, leaving);
        } else if (node.isString()) {
            lines(node.asString(), object, leaving);
        }
    }

    private void lines(String text, String object, boolean leaving) {
        var here = object;
        for (var line : text.lines().toList()) {
            var name = NAME_LINE.matcher(line);
            if (name.find()) here = name.group(1);
            if (!line.isBlank()) add(here, line.strip(), leaving);
        }
    }

    private void add(String object, String text, boolean leaving) {
        if (statements.size() >= MOST) return;
        var cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        statements.add(new Statement(source, object, cut, leaving));
    }

    private static boolean isLong(JsonNode value) {
        return value.isString() && value.asString().contains("\n");
    }

    private static String plain(JsonNode node) {
        return node.properties().stream()
                .filter(e -> !e.getValue().isContainer() && !e.getValue().isNull() && !isLong(e.getValue()))
                .filter(e ->
                        !e.getValue().asString("").isBlank() || !e.getValue().isString())
                .map(e -> e.getKey() + ": "
                        + (e.getValue().isString()
                                ? e.getValue().asString()
                                : e.getValue().toString()))
                .collect(Collectors.joining("; "));
    }

    private static Optional<String> name(JsonNode node) {
        for (var field : List.of("metric_name", "metric", "label"))
            if (node.has("values") && node.path(field).isString())
                return Optional.of(node.path(field).asString());
        for (var field : NAMES) {
            var value = node.path(field);
            if (value.isString()
                    && !value.asString().isBlank()
                    && value.asString().length() < 200)
                return Optional.of(value.asString().replaceFirst("^(?:Pod|Node|Deployment|ReplicaSet)/", ""));
        }
        return Optional.empty();
    }

    private static String dimension(JsonNode node) {
        var value = node.path("dimensions").path(0).path("Value");
        return value.isString() ? value.asString() : "";
    }

    private static boolean isSeries(JsonNode node) {
        return node.path("values").isArray()
                && node.path("values").size() >= 4
                && node.path("values").path(0).isNumber();
    }

    private static double[] values(JsonNode node) {
        List<Double> values = new ArrayList<>();
        for (var value : node.path("values")) if (value.isNumber()) values.add(value.asDouble());
        return values.stream().mapToDouble(d -> d).toArray();
    }
}
