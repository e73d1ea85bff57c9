package dev.runbook.ml.llm.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a stream of Amazon Bedrock: messages in [Amazon's event stream
/// encoding](https://smithy.io/2.0/aws/amazon-eventstream.html), each of which holds one event of the model
/// as Base64 in [the member
/// `bytes`](https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html).
/// Messages of other kinds are passed over. One thread at a time.
final class EventFrames {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Both lengths and their checksum.
    private static final int PRELUDE = 12;

    private static final int CHECKSUM = 4;

    /// Amazon's own bound of a message.
    private static final int LONGEST = 24 * 1024 * 1024;

    private static final int STRING = 7;

    private final Consumer<String> data;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    /// @param data told the JSON of each event as it comes
    EventFrames(Consumer<String> data) {
        this.data = data;
    }

    /// Takes the bytes that came next, wherever messages begin and end in them.
    ///
    /// @throws ModelFailure when they are no such stream, or a message is an error
    void take(byte[] bytes) {
        waiting.writeBytes(bytes);
        var all = waiting.toByteArray();
        int from = 0;
        while (all.length - from >= PRELUDE) {
            int length = ByteBuffer.wrap(all, from, 4).getInt();
            if (length < PRELUDE + CHECKSUM || length > LONGEST) throw malformed("a message of " + length + " bytes");
            check(all, from, PRELUDE - CHECKSUM);
            if (all.length - from < length) break;
            check(all, from, length - CHECKSUM);
            message(Arrays.copyOfRange(all, from, from + length - CHECKSUM));
            from += length;
        }
        waiting.reset();
        waiting.write(all, from, all.length - from);
    }

    private static void check(byte[] all, int from, int length) {
        var checksum = new CRC32();
        checksum.update(all, from, length);
        if ((int) checksum.getValue()
                != ByteBuffer.wrap(all, from + length, CHECKSUM).getInt())
            throw malformed("a message whose checksum is wrong");
    }

    private void message(byte[] message) {
        int headersLength = ByteBuffer.wrap(message, 4, 4).getInt();
        if (headersLength < 0 || headersLength > message.length - PRELUDE)
            throw malformed("headers longer than their message");
        var headers = headers(ByteBuffer.wrap(message, PRELUDE, headersLength));
        int from = PRELUDE + headersLength;
        var payload = new String(message, from, message.length - from, StandardCharsets.UTF_8);
        switch (headers.getOrDefault(":message-type", "")) {
            case "event" -> {
                if (headers.getOrDefault(":event-type", "").equals("chunk")) data.accept(chunk(payload));
            }
            case "exception" -> throw failure(headers.getOrDefault(":exception-type", ""), words(payload));
            case "error" ->
                throw failure(headers.getOrDefault(":error-code", ""), headers.getOrDefault(":error-message", ""));
            default -> {} // what is yet to come
        }
    }

    /// Those that are text; the others are passed over.
    private static Map<String, String> headers(ByteBuffer bytes) {
        var headers = new HashMap<String, String>();
        try {
            while (bytes.hasRemaining()) {
                var name = text(bytes, bytes.get() & 0xff);
                int type = bytes.get();
                if (type == STRING) headers.put(name, text(bytes, bytes.getShort() & 0xffff));
                else bytes.position(bytes.position() + length(type, bytes));
            }
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException _) {
            throw malformed("headers that cannot be read");
        }
        return headers;
    }

    private static int length(int type, ByteBuffer bytes) {
        return switch (type) {
            case 0, 1 -> 0;
            case 2 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            case 5, 8 -> 8;
            case 6 -> bytes.getShort() & 0xffff;
            case 9 -> 16;
            default -> throw malformed("a header of the unknown type " + type);
        };
    }

    private static String text(ByteBuffer bytes, int length) {
        var text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String chunk(String payload) {
        var bytes = json(payload).path("bytes").stringValue("");
        try {
            return new String(Base64.getDecoder().decode(bytes), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw malformed("an event that is no Base64");
        }
    }

    private static String words(String payload) {
        return json(payload).path("message").stringValue("");
    }

    private static JsonNode json(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JacksonException _) {
            throw malformed("a payload that is no JSON");
        }
    }

    private static ModelFailure failure(String type, @Nullable String words) {
        var kind = switch (type) {
            case "throttlingException" -> ModelFailure.Kind.RATE_LIMITED;
            case "validationException" -> ModelFailure.Kind.REJECTED;
            case "modelTimeoutException" -> ModelFailure.Kind.TIMED_OUT;
            case "serviceUnavailableException" -> ModelFailure.Kind.OVERLOADED;
            default -> ModelFailure.Kind.BROKEN_SERVER;
        };
        return new ModelFailure(kind, "the stream ended with " + type + ": " + words);
    }

    private static ModelFailure malformed(String what) {
        return new ModelFailure(ModelFailure.Kind.MALFORMED, "the stream holds " + what);
    }
}
