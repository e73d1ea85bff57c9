package dev.runbook.integrations.scenario;

import dev.runbook.core.operation.Durations;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One object of a JSON file, read strictly: every complaint names the file and the place, and a key that
/// nothing asked for is refused by [#read].
final class Section {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final String path;
    private final JsonNode node;
    private final TreeSet<String> asked = new TreeSet<>();

    private Section(String file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
        if (!node.isObject()) throw fault("must be an object, got " + shape(node));
    }

    /// Reads a whole file.
    static <T> T read(String file, String json, Function<Section, T> reader) {
        if (json.isBlank()) throw new ScenarioException(file + ": is empty; a scenario is a JSON object");
        try {
            return read(new Section(file, "", JSON.readTree(json)), reader);
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new ScenarioException(
                    file + (place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr())
                            + ": not valid JSON: " + reason(e));
        }
    }

    /// What the parser complains of, without its advice to those who program it.
    private static String reason(JacksonException e) {
        if (e instanceof StreamConstraintsException)
            return "it is nested too deeply, or has a name, text or number that is too long";
        return e.getOriginalMessage().replaceFirst(": enable `.*", "");
    }

    private static <T> T read(Section section, Function<Section, T> reader) {
        T result;
        try {
            result = reader.apply(section);
        } catch (IllegalArgumentException e) {
            throw section.fault(String.valueOf(e.getMessage()));
        }
        for (var key : section.node.propertyNames())
            if (!section.asked.contains(key))
                throw section.fault("unknown key '" + key + "'; allowed are " + String.join(", ", section.asked));
        return result;
    }

    ScenarioException fault(String complaint) {
        return new ScenarioException(file + ": " + (path.isEmpty() ? "" : path + ": ") + complaint);
    }

    /// A complaint about a value in here that is of no use elsewhere in the file; the place is that of the last value
    /// which the complaint quotes.
    ScenarioException misfit(String complaint) {
        return node.propertyNames().stream()
                .filter(key -> node.get(key).isString())
                .filter(key -> complaint.contains("'" + node.get(key).asString() + "'"))
                .max(Comparator.comparingInt(
                        key -> complaint.lastIndexOf("'" + node.get(key).asString() + "'")))
                .map(key -> fault(key, complaint))
                .orElseGet(() -> fault(complaint));
    }

    private ScenarioException fault(String key, String complaint) {
        return new ScenarioException(file + ": " + at(key) + ": " + complaint);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private Optional<JsonNode> get(String key) {
        asked.add(key);
        var found = node.get(key);
        return found == null || found.isNull() ? Optional.empty() : Optional.of(found);
    }

    private <T> T need(String key, Optional<T> value) {
        return value.orElseThrow(() -> fault("needs '" + key + "'"));
    }

    /// The keys it has, for objects whose keys are names of the file's own choice.
    List<String> keys() {
        return List.copyOf(node.propertyNames());
    }

    String text(String key) {
        return need(key, optionalText(key));
    }

    Optional<String> optionalText(String key) {
        return get(key).map(value -> {
            if (!value.isString() || value.asString().isBlank()) throw fault(key, "must be text, got " + shape(value));
            if (value.asString().chars().anyMatch(c -> Character.isISOControl(c) && "\t\r\n".indexOf(c) < 0))
                throw fault(key, "has a control character, which is no text");
            return value.asString();
        });
    }

    String text(String key, String fallback) {
        return optionalText(key).orElse(fallback);
    }

    int whole(String key) {
        return need(key, optionalWhole(key));
    }

    Optional<Integer> optionalWhole(String key) {
        return get(key).map(value -> {
            if (value.isIntegralNumber() && !value.isInt())
                throw fault(
                        key,
                        "must be between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE + ", got " + shape(value));
            if (!value.isInt()) throw fault(key, "must be a whole number, got " + shape(value));
            return value.asInt();
        });
    }

    double number(String key) {
        return need(key, optionalNumber(key));
    }

    double number(String key, double fallback) {
        return optionalNumber(key).orElse(fallback);
    }

    Optional<Double> optionalNumber(String key) {
        return get(key).map(value -> {
            if (!value.isNumber()) throw fault(key, "must be a number, got " + shape(value));
            if (value.asDouble() < 0) throw fault(key, "must not be negative, got " + value);
            return value.asDouble();
        });
    }

    boolean truth(String key, boolean fallback) {
        return get(key).map(value -> {
                    if (!value.isBoolean()) throw fault(key, "must be true or false, got " + shape(value));
                    return value.asBoolean();
                })
                .orElse(fallback);
    }

    /// A span of time; a minus sign before it means earlier.
    Duration span(String key) {
        return need(key, optionalSpan(key));
    }

    Duration span(String key, Duration fallback) {
        return optionalSpan(key).orElse(fallback);
    }

    Optional<Duration> optionalSpan(String key) {
        return optionalText(key).map(text -> {
            var negative = text.startsWith("-");
            var unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
            return Durations.parse(unsigned)
                    .map(d -> negative ? d.negated() : d)
                    .orElseThrow(
                            () -> fault(key, "must be a span of time such as 90s, -15m or 2h, got '" + text + "'"));
        });
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        return need(key, optionalChoice(key, type));
    }

    <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
        return optionalText(key)
                .map(text -> Arrays.stream(type.getEnumConstants())
                        .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst()
                        .orElseThrow(() -> fault(
                                key,
                                "must be one of "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(e -> e.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", "))
                                        + ", got '" + text + "'")));
    }

    List<String> texts(String key) {
        return get(key).map(value -> {
                    if (!value.isArray()) throw fault(key, "must be a list of texts, got " + shape(value));
                    var texts = new ArrayList<String>();
                    for (var item : value) {
                        if (!item.isString()) throw fault(key, "must be a list of texts, holds " + shape(item));
                        texts.add(item.asString());
                    }
                    return List.copyOf(texts);
                })
                .orElse(List.of());
    }

    /// The objects of a list; an absent list is an empty one.
    <T> List<T> list(String key, Function<Section, T> reader) {
        var value = get(key);
        if (value.isEmpty()) return List.of();
        if (!value.get().isArray()) throw fault(key, "must be a list, got " + shape(value.get()));
        var items = new ArrayList<T>();
        for (var item : value.get())
            items.add(read(new Section(file, at(key) + "[" + items.size() + "]", item), reader));
        return List.copyOf(items);
    }

    <T> T part(String key, Function<Section, T> reader) {
        return need(key, optionalPart(key, reader));
    }

    <T> Optional<T> optionalPart(String key, Function<Section, T> reader) {
        return get(key).map(value -> read(new Section(file, at(key), value), reader));
    }

    /// An object whose keys are names of the file's own choice.
    <T> Map<String, T> named(String key, Function<Section, T> reader) {
        return get(key).map(value -> {
                    if (!value.isObject()) throw fault(key, "must be an object, got " + shape(value));
                    var parts = new LinkedHashMap<String, T>();
                    for (var name : value.propertyNames())
                        parts.put(name, read(new Section(file, at(key) + "." + name, value.get(name)), reader));
                    return parts;
                })
                .orElse(new LinkedHashMap<>());
    }

    /// An object of whole numbers by names of the file's own choice.
    Map<String, Integer> wholes(String key) {
        return get(key).map(value -> {
                    var numbers = new LinkedHashMap<String, Integer>();
                    var part = new Section(file, at(key), value);
                    for (var name : value.propertyNames()) numbers.put(name, part.whole(name));
                    return numbers;
                })
                .orElse(new LinkedHashMap<>());
    }

    /// An object of anything.
    Value.Fields fields(String key) {
        return get(key).map(value -> {
                    if (!value.isObject()) throw fault(key, "must be an object, got " + shape(value));
                    return (Value.Fields) Value.of(JSON.convertValue(value, Map.class));
                })
                .orElse(Value.Fields.NONE);
    }

    private static String shape(JsonNode value) {
        if (value.isObject()) return "an object";
        if (value.isArray()) return "a list";
        var text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
