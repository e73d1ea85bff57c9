package dev.runbook.app.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Listens to a stream of server-sent events. One thread at a time.
final class Listener implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final BufferedReader lines;

    /// @param id 0 when the event has none
    record Event(long id, String name, JsonNode data) {}

    private Listener(Caller caller, String path) throws IOException, InterruptedException {
        var request = caller.with("Accept", "text/event-stream").request(path).build();
        var response = client.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) throw new AssertionError(path + " answered " + response.statusCode());
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    static Listener on(Caller caller, String path) {
        try {
            return new Listener(caller, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The next events.
    List<Event> take(int count) {
        var events = new ArrayList<Event>();
        try {
            while (events.size() < count) events.add(next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    private Event next() throws IOException {
        long id = 0;
        var name = "";
        var data = "";
        while (true) {
            var line = lines.readLine();
            if (line == null) throw new AssertionError("the stream ended");
            if (line.startsWith("id: ")) id = Long.parseLong(line.substring(4));
            if (line.startsWith("event: ")) name = line.substring(7);
            if (line.startsWith("data: ")) data = line.substring(6);
            if (line.isEmpty() && !data.isEmpty())
                return new Event(id, name, JsonMapper.shared().readTree(data));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
