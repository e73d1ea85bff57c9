package dev.runbook.ml.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON files of a bundle. Errors name the file, the place in it, what is there and what should be.
final class JsonFile {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Path file;

    JsonFile(Path file) {
        this.file = file;
    }

    JsonNode read() throws IOException {
        var text = Files.readString(file);
        try {
            var node = MAPPER.readTree(text);
            if (node.isMissingNode()) throw new MalformedBundle(file.toString(), 1, "the file is empty");
            return node;
        } catch (JacksonException e) {
            var place = e.getLocation();
            long line = place == null ? 1 : Math.max(1, place.getLineNr());
            throw new MalformedBundle(file.toString(), line, "no JSON: " + e.getOriginalMessage());
        }
    }

    Incident incident() throws IOException {
        var node = object(read(), "the incident");
        var id = text(node, "id");
        if (id.isBlank()) throw problem("the incident has no 'id'");
        List<Incident.ReportedAlert> alerts = new ArrayList<>();
        for (var alert : list(node, "alerts")) {
            object(alert, "an alert");
            alerts.add(new Incident.ReportedAlert(
                    text(alert, "name"),
                    text(alert, "text"),
                    text(alert, "severity"),
                    labels(alert),
                    time(alert, "started_at")));
        }
        var target = node.path("target");
        return new Incident(
                id,
                text(node, "text"),
                time(node, "started_at"),
                labels(node),
                alerts,
                target.isMissingNode() || target.isNull()
                        ? Optional.empty()
                        : Optional.of(new Incident.Target(
                                text(object(target, "the target"), "component"), text(target, "metric"))),
                text(node, "question"));
    }

    List<Dependency> dependencies() throws IOException {
        List<Dependency> dependencies = new ArrayList<>();
        for (var edge : array(read(), "dependencies")) {
            var from = text(edge, "from");
            var to = text(edge, "to");
            if (from.isEmpty() || to.isEmpty())
                throw problem("dependency " + (dependencies.size() + 1) + " needs 'from' and 'to': " + edge);
            dependencies.add(new Dependency(from, to));
        }
        return dependencies;
    }

    List<Change> changes() throws IOException {
        List<Change> changes = new ArrayList<>();
        for (var change : array(read(), "changes")) {
            var time = time(change, "time");
            if (time.isEmpty()) throw problem("change " + (changes.size() + 1) + " has no 'time': " + change);
            changes.add(new Change(
                    time.get(),
                    text(change, "component"),
                    text(change, "kind"),
                    text(change, "summary"),
                    text(change, "author")));
        }
        return changes;
    }

    Expected expected() throws IOException {
        var node = object(read(), "what is expected");
        List<String> components = new ArrayList<>(strings(node, "components"));
        if (!text(node, "component").isEmpty()) components.add(text(node, "component"));
        List<List<Pattern>> groups = new ArrayList<>();
        for (var group : list(node, "must_mention")) {
            List<Pattern> patterns = new ArrayList<>();
            for (var pattern : array(group, "a group of must_mention")) patterns.add(pattern(pattern.asString()));
            groups.add(patterns);
        }
        List<Pattern> forbidden = new ArrayList<>();
        for (var pattern : strings(node, "forbidden")) forbidden.add(pattern(pattern));
        var category = text(node, "category");
        var healthy = node.path("healthy");
        return new Expected(
                components,
                category.isEmpty() ? Optional.empty() : Optional.of(category),
                healthy.isBoolean() ? Optional.of(healthy.asBoolean()) : Optional.empty(),
                Optional.of(text(node, "kind")).filter(kind -> !kind.isEmpty()),
                groups,
                forbidden);
    }

    private Pattern pattern(String text) throws MalformedBundle {
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw problem("'" + text + "' is no regular expression: " + e.getDescription());
        }
    }

    private List<String> strings(JsonNode node, String name) throws MalformedBundle {
        List<String> strings = new ArrayList<>();
        for (var item : list(node, name)) strings.add(item.asString());
        return strings;
    }

    private Map<String, String> labels(JsonNode node) throws MalformedBundle {
        var labels = node.path("labels");
        Map<String, String> read = new LinkedHashMap<>();
        if (labels.isMissingNode() || labels.isNull()) return read;
        object(labels, "'labels'").properties().forEach(e -> read.put(e.getKey(), display(e.getValue())));
        return read;
    }

    private Optional<Instant> time(JsonNode node, String name) throws MalformedBundle {
        var text = text(node, name);
        if (text.isEmpty()) return Optional.empty();
        var time = Timestamps.parse(text);
        if (time.isEmpty()) throw problem("'" + name + "' is '" + text + "', no time; write ISO-8601 or Unix seconds");
        return time;
    }

    /// Text or a number as text; empty when it is missing or null.
    private String text(JsonNode node, String name) throws MalformedBundle {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) return "";
        if (value.isContainer()) throw problem("'" + name + "' is to be text, but is " + value);
        return display(value);
    }

    private static String display(JsonNode value) {
        return value.isString() ? value.asString() : value.isNull() ? "" : value.toString();
    }

    private Iterable<JsonNode> list(JsonNode node, String name) throws MalformedBundle {
        var value = node.path(name);
        return value.isMissingNode() || value.isNull() ? List.of() : array(value, "'" + name + "'");
    }

    private JsonNode array(JsonNode node, String what) throws MalformedBundle {
        if (!node.isArray()) throw problem(what + " is to be a list [...], but is " + brief(node));
        return node;
    }

    private JsonNode object(JsonNode node, String what) throws MalformedBundle {
        if (!node.isObject()) throw problem(what + " is to be an object {...}, but is " + brief(node));
        return node;
    }

    private static String brief(JsonNode node) {
        var text = node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    private MalformedBundle problem(String text) {
        return new MalformedBundle(file.toString(), text);
    }
}
