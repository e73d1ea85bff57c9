package dev.runbook.app.recording;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.value.Digest;
import dev.runbook.store.journal.ChainedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Recordings as text: one JSON object a line. The first says whose recording it is and how many entries
/// with which last hash follow, then come the runbooks, the entries, and at the end, if it is signed, the
/// signature over the bytes of all lines before it.
public final class RecordingFile {

    /// The version of the format.
    private static final int FORMAT = 1;

    private static final JsonMapper JSON = JsonMapper.shared();

    private RecordingFile() {}

    /// What reading a text gave.
    public sealed interface Content {
        /// @param signed the text that the signature covers
        /// @param told how many entries there are, as the first line says
        /// @param head the hash of the last entry, as the first line says
        record Read(Recording recording, String signed, long told, Digest head) implements Content {}

        /// @param line from 1
        record Malformed(int line, String reason) implements Content {}
    }

    /// The text of a recording, signed if there is a key.
    public static String write(Recording recording, Optional<SigningKey> key) {
        var text = new StringBuilder();
        line(text, header(recording));
        for (var runbook : recording.runbooks())
            line(
                    text,
                    object("runbook")
                            .put("id", runbook.id().id())
                            .put("digest", runbook.digest().hex())
                            .put("text", runbook.yaml()));
        for (var entry : recording.entries())
            line(
                    text,
                    object("entry")
                            .put("seq", entry.seq())
                            .put("previous", entry.previous().hex())
                            .put("hash", entry.hash().hex())
                            .put("payload", entry.payload()));
        key.map(k -> k.sign(text.toString()))
                .ifPresent(signature -> line(
                        text,
                        object("signature")
                                .put("algorithm", "Ed25519")
                                .put("key", signature.key())
                                .put("value", signature.value())));
        return text.toString();
    }

    private static ObjectNode header(Recording recording) {
        var header = object("recording")
                .put("format", FORMAT)
                .put("incident", recording.incident().id())
                .put("exportedAt", recording.exportedAt().toString())
                .put("entries", recording.entries().size())
                .put("head", recording.head().hex());
        var settings = recording.settings();
        var written = header.putObject("settings")
                .put("vetoWindow", settings.vetoWindow().toString())
                .put("approvalExpiry", settings.approvalExpiry().toString())
                .put("channel", settings.channel())
                .put("inThreads", settings.inThreads())
                .put("lookBack", settings.lookBack().toString())
                .put("callTimeout", settings.callTimeout().toString())
                .put("cureWatch", settings.cureWatch().toString());
        settings.policy()
                .ifPresent(policy -> written.putObject("policy")
                        .put("file", policy.file())
                        .put("digest", policy.digest().hex())
                        .put("text", policy.yaml()));
        return header;
    }

    private static ObjectNode object(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static void line(StringBuilder text, ObjectNode object) {
        text.append(JSON.writeValueAsString(object)).append('\n');
    }

    /// Reads a recording. That it can be read does not mean that it is what was written; see [RecordingCheck].
    public static Content read(String text) {
        return new Reader().read(text);
    }

    /// Reads line after line.
    private static final class Reader {
        private Optional<JsonNode> header = Optional.empty();
        private final List<Recording.Text> runbooks = new ArrayList<>();
        private final List<ChainedEntry> entries = new ArrayList<>();
        private Optional<Recording.Signature> signature = Optional.empty();
        private int line;

        private Content read(String text) {
            int end = 0;
            try {
                for (int start = 0; start < text.length(); start = next(text, start)) {
                    line++;
                    var one = text.substring(start, next(text, start));
                    if (one.isBlank()) continue;
                    if (signature.isPresent()) throw new IllegalArgumentException("something follows the signature");
                    take(JSON.readTree(one));
                    if (signature.isEmpty()) end = next(text, start);
                }
                line = 1;
                return recording(text.substring(0, end));
            } catch (JacksonException e) {
                return new Content.Malformed(Math.max(1, line), "no JSON: " + e.getOriginalMessage());
            } catch (RuntimeException e) {
                return new Content.Malformed(Math.max(1, line), String.valueOf(e.getMessage()));
            }
        }

        private static int next(String text, int start) {
            int end = text.indexOf('\n', start);
            return end < 0 ? text.length() : end + 1;
        }

        private void take(JsonNode node) {
            var type = text(node, "type");
            if (header.isEmpty() && !type.equals("recording"))
                throw new IllegalArgumentException("this is no recording of an incident");
            switch (type) {
                case "recording" -> begin(node);
                case "runbook" -> {
                    var runbook = new Recording.Text(new RunbookId(text(node, "id")), text(node, "text"));
                    if (!runbook.digest().hex().equals(text(node, "digest")))
                        throw new IllegalArgumentException(
                                "the text of runbook " + runbook.id() + " is not the one of its digest");
                    runbooks.add(runbook);
                }
                case "entry" ->
                    entries.add(new ChainedEntry(
                            new IncidentId(text(header.orElseThrow(), "incident")),
                            node.required("seq").asLong(),
                            text(node, "payload"),
                            new Digest(text(node, "previous")),
                            new Digest(text(node, "hash"))));
                case "signature" ->
                    signature = Optional.of(new Recording.Signature(text(node, "key"), text(node, "value")));
                case String other -> throw new IllegalArgumentException("a line of type '" + other + "' is unknown");
            }
        }

        private void begin(JsonNode node) {
            if (header.isPresent()) throw new IllegalArgumentException("a second recording begins");
            if (node.path("format").asInt() != FORMAT)
                throw new IllegalArgumentException(
                        "its format is " + node.path("format") + ", and this version reads " + FORMAT);
            header = Optional.of(node);
        }

        private Content recording(String signed) {
            var head = header.orElseThrow(() -> new IllegalArgumentException("it is empty"));
            var settings = head.required("settings");
            return new Content.Read(
                    new Recording(
                            new IncidentId(text(head, "incident")),
                            Instant.parse(text(head, "exportedAt")),
                            new Recording.RanWith(
                                    Duration.parse(text(settings, "vetoWindow")),
                                    Duration.parse(text(settings, "approvalExpiry")),
                                    text(settings, "channel"),
                                    settings.path("inThreads").asBoolean(false),
                                    Duration.parse(text(settings, "lookBack")),
                                    Duration.parse(text(settings, "callTimeout")),
                                    Duration.parse(settings.path("cureWatch").asString("PT0S")),
                                    policy(settings.path("policy"))),
                            runbooks,
                            entries,
                            signature),
                    signed,
                    head.required("entries").asLong(),
                    new Digest(text(head, "head")));
        }

        private static Optional<Recording.Policy> policy(JsonNode node) {
            if (node.isMissingNode()) return Optional.empty();
            var policy = new Recording.Policy(text(node, "file"), text(node, "text"));
            if (!policy.digest().hex().equals(text(node, "digest")))
                throw new IllegalArgumentException("the text of the policy is not the one of its digest");
            return Optional.of(policy);
        }

        private static String text(JsonNode node, String field) {
            return node.required(field).asString();
        }
    }
}
