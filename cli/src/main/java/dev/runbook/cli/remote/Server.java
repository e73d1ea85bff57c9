package dev.runbook.cli.remote;

import dev.runbook.cli.Complaint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server that a command talks to, and how it is found: by option, by variable, or in the data folder
/// of a server on this machine.
public final class Server {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server (default: RUNBOOK_URL, or http://127.0.0.1:8080).")
    private @Nullable String url;

    @Option(
            names = "--as",
            paramLabel = "OPERATOR",
            description = "Act as this operator, with the token kept in the data folder.")
    private @Nullable String operator;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data folder, where its tokens are (default: RUNBOOK_DATA, or data).")
    private @Nullable Path data;

    /// Made when it is needed: every command carries a [Server], also those that talk to none.
    private static final class Client {
        private static final HttpClient HTTP = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /// Asks for a resource.
    JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    /// Asks for a text.
    String text(String path) {
        try {
            var request = builder(path).timeout(Duration.ofMinutes(5)).GET().build();
            HttpResponse<String> response = Client.HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) throw refusal(response.statusCode(), response.body());
            return response.body();
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("interrupted while waiting for the server");
        }
    }

    /// Sends something.
    public JsonNode post(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    /// Follows a stream of server-sent events until `more` says no. Where the server ends it, as it does now
    /// and then, it is taken up again after the last event.
    ///
    /// @param event the name of the events that are wanted
    /// @param more given the data of each such event
    void follow(String path, String event, Predicate<String> more) {
        var last = "";
        try {
            while (true) {
                var request = builder(path).header("Accept", "text/event-stream");
                if (!last.isEmpty()) request.header("Last-Event-ID", last);
                var response = Client.HTTP.send(request.GET().build(), BodyHandlers.ofInputStream());
                try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                    if (response.statusCode() != 200) throw refusal(response.statusCode(), lines.readLine());
                    var name = "";
                    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (line.startsWith("id:")) last = line.substring(3).strip();
                        if (line.startsWith("event:")) name = line.substring(6).strip();
                        if (line.startsWith("data:")
                                && name.equals(event)
                                && !more.test(line.substring(5).strip())) return;
                    }
                }
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Sends something and hears the answer as it comes.
    ///
    /// @param heard given the name and the data of each event
    void converse(String path, JsonNode body, BiConsumer<String, JsonNode> heard) {
        try {
            var request = builder(path)
                    .header("Accept", "text/event-stream, application/json")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            var response = Client.HTTP.send(request, BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                if (response.statusCode() != 200) throw refusal(response.statusCode(), lines.readLine());
                var event = "";
                String line;
                while ((line = lines.readLine()) != null) {
                    if (line.startsWith("event:")) event = line.substring(6).strip();
                    if (line.startsWith("data:")) heard.accept(event, JSON.readTree(line.substring(5)));
                }
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A value inside a path or query.
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return builder(path).header("Accept", "application/json").timeout(Duration.ofSeconds(30));
    }

    private HttpRequest.Builder builder(String path) {
        var builder = HttpRequest.newBuilder(URI.create(address() + path));
        token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        return builder;
    }

    private String address() {
        var given = url != null ? url : System.getenv().getOrDefault("RUNBOOK_URL", "http://127.0.0.1:8080");
        if (!given.matches("https?://[^\\s/]+/?"))
            throw new Complaint(given + " is no address of a server; write it as http://127.0.0.1:8080");
        return given.replaceAll("/$", "") + "/api/v1";
    }

    private Optional<String> token() {
        if (operator == null) {
            var given = Optional.ofNullable(System.getenv("RUNBOOK_TOKEN")).filter(t -> !t.isBlank());
            if (given.isPresent()) return given;
        }
        var folder = data != null ? data : Path.of(System.getenv().getOrDefault("RUNBOOK_DATA", "data"));
        var file = operator == null
                ? folder.resolve("cli-token")
                : folder.resolve("tokens").resolve(operator);
        if (!Files.isRegularFile(file)) {
            if (operator != null)
                throw new Complaint("there is no token of " + operator + " in " + folder
                        + "; name the server's data folder with --data, or set RUNBOOK_TOKEN");
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new Complaint(file + " cannot be read; set RUNBOOK_TOKEN instead");
        }
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response = Client.HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) throw refusal(response.statusCode(), response.body());
            return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("interrupted while waiting for the server");
        }
    }

    private Complaint unreachable(IOException cause) {
        var where = address().replace("/api/v1", "");
        return switch (cause) {
            case ConnectException _ ->
                new Complaint("no server answers at " + where + "; start one with: runbook up, or name it with --url");
            case HttpTimeoutException _ -> new Complaint("the server at " + where + " does not answer in time");
            default -> new Complaint("the connection to " + where + " broke: " + cause.getMessage());
        };
    }

    private static Complaint refusal(int status, @Nullable String body) {
        if (status == 401)
            return new Complaint("the server does not know who you are; set RUNBOOK_TOKEN, or name its data folder with"
                    + " --data");
        return new Complaint(detail(body).orElse("the server answered " + status));
    }

    private static Optional<String> detail(@Nullable String body) {
        if (body == null || body.isBlank()) return Optional.empty();
        try {
            var problem = JSON.readTree(body);
            return Optional.ofNullable(problem.path("detail").stringValue(null))
                    .or(() -> Optional.ofNullable(problem.path("title").stringValue(null)));
        } catch (tools.jackson.core.JacksonException e) {
            return Optional.empty();
        }
    }
}
