package dev.runbook.app.suite;

import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.ml.llm.model.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a language model was asked and said while incidents of the suite were played, so that they can be
/// played again without it. In its file the first line says what was played, and each other line is one
/// consultation.
///
/// @param seed of the incidents
/// @param count how many incidents
/// @param limits what the model had for each task
/// @param said by the incident's name, in the order of asking; nothing in it is secret
public record Tape(long seed, int count, Limits limits, Map<String, List<Consultation>> said) {

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.shared();

    public Tape {
        said = Map.copyOf(said);
    }

    /// What was said about one incident; empty when nobody was asked.
    List<Consultation> about(Story story) {
        return said.getOrDefault(story.name(), List.of());
    }

    /// Writes the file.
    public void write(Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(JSON.createObjectNode()
                .put("format", FORMAT)
                .put("seed", seed)
                .put("count", count)
                .put("calls", limits.calls())
                .put("tokens", limits.tokens())
                .put("costMicros", limits.costMicros())
                .put("time", limits.time().toString())
                .put("callTimeout", limits.callTimeout().toString())
                .toString());
        new TreeMap<>(said)
                .forEach((name, all) ->
                        all.forEach(one -> lines.add(line(name, one).toString())));
        Files.write(file, lines);
    }

    private static ObjectNode line(String name, Consultation one) {
        var node = JSON.createObjectNode()
                .put("incident", name)
                .put("task", one.task().name().toLowerCase(Locale.ROOT))
                .put("model", one.model())
                .put("prompt", one.prompt())
                .put("input", one.input());
        switch (one.outcome()) {
            case Consultation.Outcome.Answered(var output, var stop) ->
                node.put("output", output).put("stop", stop);
            case Consultation.Outcome.Failed(var reason) -> node.put("failed", reason);
        }
        node.putArray("usage")
                .add(one.usage().input())
                .add(one.usage().output())
                .add(one.usage().cacheRead())
                .add(one.usage().cacheWritten());
        return node.put("costMicros", one.costMicros())
                .put("latency", one.latency().toString());
    }

    /// Reads a file.
    ///
    /// @throws IOException when it cannot be read, or is no recording; the message names file and line
    public static Tape read(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        if (lines.isEmpty()) throw new IOException(file + " is empty; it is no recording of `runbook eval`");
        var said = new LinkedHashMap<String, List<Consultation>>();
        int number = 1;
        try {
            var head = JSON.readTree(lines.getFirst());
            if (head.path("format").asInt(0) != FORMAT)
                throw new IOException(
                        file + " has format " + head.path("format") + ", and this version reads " + FORMAT);
            for (var line : lines.subList(1, lines.size())) {
                number++;
                var node = JSON.readTree(line);
                said.computeIfAbsent(text(node, "incident"), _ -> new ArrayList<>())
                        .add(consultation(node));
            }
            return new Tape(
                    head.required("seed").asLong(), head.required("count").asInt(), limits(head), said);
        } catch (JacksonException | IllegalArgumentException | DateTimeParseException e) {
            throw new IOException(
                    file + ", line " + number + ": it is no recording of `runbook eval`: " + e.getMessage(), e);
        }
    }

    private static Limits limits(JsonNode head) {
        return new Limits(
                head.required("calls").asInt(),
                head.required("tokens").asLong(),
                head.required("costMicros").asLong(),
                Duration.parse(text(head, "time")),
                Duration.parse(text(head, "callTimeout")));
    }

    private static Consultation consultation(JsonNode node) {
        var usage = node.required("usage");
        return new Consultation(
                Consultation.Task.valueOf(text(node, "task").toUpperCase(Locale.ROOT)),
                text(node, "model"),
                text(node, "prompt"),
                text(node, "input"),
                node.has("failed")
                        ? new Consultation.Outcome.Failed(text(node, "failed"))
                        : new Consultation.Outcome.Answered(text(node, "output"), text(node, "stop")),
                new Consultation.Usage(
                        usage.path(0).asLong(0),
                        usage.path(1).asLong(0),
                        usage.path(2).asLong(0),
                        usage.path(3).asLong(0)),
                node.required("costMicros").asLong(),
                Duration.parse(text(node, "latency")));
    }

    private static String text(JsonNode node, String member) {
        return node.required(member).stringValue();
    }
}
