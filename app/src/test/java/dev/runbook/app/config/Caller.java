package dev.runbook.app.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the server under test. Each `with…` gives another caller.
public record Caller(HttpClient client, URI address, List<String> headers) {

    Caller(HttpClient client, URI address) {
        this(client, address, List.of());
    }

    /// What came back.
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        /// A text inside the JSON, by its pointer.
        public String at(String pointer) {
            return json().at(pointer).asString("");
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Caller with(String name, String value) {
        var all = new ArrayList<>(headers);
        all.add(name);
        all.add(value);
        return new Caller(client, address, List.copyOf(all));
    }

    public Caller withToken(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /// Posts JSON.
    public Answer post(String path, String json) {
        return with("Content-Type", "application/json").send("POST", path, json);
    }

    /// Posts a form.
    public Answer submit(String path, String form) {
        return with("Content-Type", "application/x-www-form-urlencoded").send("POST", path, form);
    }

    public Answer send(String method, String path, String body) {
        try {
            var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
            return new Answer(
                    client.send(request(path).method(method, publisher).build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20));
        if (!headers.isEmpty()) request.headers(headers.toArray(String[]::new));
        return request;
    }
}
