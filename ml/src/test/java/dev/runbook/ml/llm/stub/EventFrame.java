package dev.runbook.ml.llm.stub;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// Writes messages in [Amazon's event stream encoding](https://smithy.io/2.0/aws/amazon-eventstream.html).
public final class EventFrame {

    private EventFrame() {}

    /// An event of a model, as Bedrock wraps it.
    public static byte[] chunk(String json) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(":event-type", "chunk");
        headers.put(":content-type", "application/json");
        headers.put(":message-type", "event");
        var bytes = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return of(headers, "{\"bytes\":\"" + bytes + "\",\"p\":\"abcd\"}");
    }

    /// A message with these headers.
    public static byte[] of(Map<String, String> headers, String payload) {
        var head = new ByteArrayOutputStream();
        // A header of another type, which readers pass over.
        head.write(1);
        head.write('t');
        head.write(8);
        head.writeBytes(new byte[8]);
        headers.forEach((name, value) -> {
            head.write(name.length());
            head.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            head.write(7);
            var text = value.getBytes(StandardCharsets.UTF_8);
            head.writeBytes(ByteBuffer.allocate(2).putShort((short) text.length).array());
            head.writeBytes(text);
        });
        var body = payload.getBytes(StandardCharsets.UTF_8);
        var message = ByteBuffer.allocate(16 + head.size() + body.length);
        message.putInt(message.capacity()).putInt(head.size());
        message.putInt(checksum(message, 8)).put(head.toByteArray()).put(body);
        return message.putInt(checksum(message, message.capacity() - 4)).array();
    }

    private static int checksum(ByteBuffer message, int length) {
        var checksum = new CRC32();
        checksum.update(message.duplicate().position(0).limit(length));
        return (int) checksum.getValue();
    }
}
