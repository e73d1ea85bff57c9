package dev.runbook.app.web.live;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes server-sent events. One thread at a time.
///
/// Source: [the HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html).
public final class EventStream {

    private final HttpServletResponse response;
    private final OutputStream out;

    /// Begins the answer.
    public EventStream(HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        this.response = response;
        out = response.getOutputStream();
    }

    /// One event.
    ///
    /// @param json on one line
    public void send(String event, String json) throws IOException {
        write("event: " + event + "\ndata: " + json + "\n\n");
    }

    /// One event after which a client can resume.
    void send(long id, String event, String json) throws IOException {
        write("id: " + id + "\n");
        send(event, json);
    }

    /// A sign of life that clients do not see; it also shows whether they have gone.
    void beat() throws IOException {
        write(":\n\n");
        flush();
    }

    public void flush() throws IOException {
        response.flushBuffer();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
