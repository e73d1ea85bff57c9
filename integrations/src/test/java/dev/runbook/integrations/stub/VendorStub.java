package dev.runbook.integrations.stub;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A vendor on this machine that follows its published description to the letter: what is not in it is a failed
/// request, and is remembered as a complaint.
public class VendorStub implements AutoCloseable {

    /// How it behaves.
    public enum Mood {
        WELL,
        /// Has nothing.
        EMPTY,
        /// Never answers.
        SILENT,
        /// Refuses the credential, and echoes it.
        REFUSING,
        /// Fails.
        BROKEN,
        /// Answers with half of a JSON document.
        MALFORMED,
        /// Answers with more than anybody wants.
        HUGE,
        /// Asks once to be left alone for two seconds.
        BUSY_ONCE,
        /// Asks each time to be left alone for ten minutes.
        BUSY,
        /// Does what it is asked to change, and hangs up.
        LOSING_REPLIES
    }

    /// One request as it came.
    ///
    /// @param parts what stands in the holes of the route's path
    /// @param empty whether it shall find nothing
    public record Seen(
            String method,
            String path,
            List<String> parts,
            Map<String, List<String>> query,
            Map<String, String> headers,
            String body,
            boolean empty) {

        /// The first value of a query parameter.
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(query.get(name)).map(List::getFirst);
        }

        /// The first value of a field of a form.
        public Optional<String> field(String name) {
            return Optional.ofNullable(decoded(body).get(name)).map(List::getFirst);
        }
    }

    /// An answer.
    public record Reply(int status, String body, Map<String, String> headers) {
        public static Reply json(int status, String body) {
            return new Reply(status, body, Map.of("Content-Type", "application/json"));
        }
    }

    /// What the description says about one request.
    ///
    /// @param path a regular expression whose groups are the parts
    /// @param query the parameters there are, each with what it must match; one that begins with `!` is
    ///     required
    /// @param headers those that must be there, each with what it must match
    /// @param schema what the body must be: JSON Schema; empty when there must be none; `form` and `any`
    ///     are not looked into
    public record Route(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            String schema,
            Function<Seen, Reply> answer) {}

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.WELL;
    private final int huge;

    /// @param huge how many bytes are more than anybody wants
    public VendorStub(int huge) {
        this.huge = huge;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(threads);
    }

    /// Begins to answer.
    public final VendorStub start() {
        server.createContext("/", this::handle);
        server.start();
        return this;
    }

    protected final void route(Route route) {
        routes.add(route);
    }

    public final void mood(Mood wanted) {
        mood = wanted;
    }

    public final String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// What was asked against the description.
    public final List<String> complaints() {
        return complaints;
    }

    public final List<Seen> seen() {
        return seen;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = read(exchange);
            seen.add(request);
            var reply = answer(exchange, request);
            if (reply.isEmpty()) return;
            reply.get().headers().forEach(exchange.getResponseHeaders()::set);
            var bytes = reply.get().body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.get().status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) exchange.getResponseBody().write(bytes);
        } catch (IOException _) {
            // The client hung up, as it may.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Reply> answer(HttpExchange exchange, Seen request) throws InterruptedException {
        return switch (mood) {
            case SILENT -> {
                closed.await();
                yield Optional.empty();
            }
            case REFUSING -> {
                var echo = quoted(exchange.getRequestHeaders().toString());
                yield Optional.of(Reply.json(401, refusal("refused " + echo)));
            }
            case BROKEN -> Optional.of(Reply.json(503, ""));
            case MALFORMED -> Optional.of(Reply.json(200, "{\"half\": [1, "));
            case HUGE -> Optional.of(Reply.json(200, "[" + " ".repeat(huge) + "]"));
            case BUSY_ONCE -> {
                mood = Mood.WELL;
                yield Optional.of(new Reply(429, "", Map.of("Retry-After", "2")));
            }
            case BUSY -> Optional.of(new Reply(429, "", Map.of("Retry-After", "600")));
            case LOSING_REPLIES -> {
                var reply = described(request);
                yield reads(request) ? Optional.of(reply) : Optional.empty();
            }
            case WELL, EMPTY -> Optional.of(described(request));
        };
    }

    /// Whether a request changes nothing.
    protected boolean reads(Seen request) {
        return request.method().equals("GET");
    }

    /// How this vendor words a refusal.
    protected String refusal(String message) {
        return "{\"error\":{\"message\":\"" + message + "\"}}";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private Seen read(HttpExchange exchange) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        var raw = exchange.getRequestURI().getRawQuery();
        return new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                List.of(),
                decoded(raw == null ? "" : raw),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                mood == Mood.EMPTY);
    }

    private static Map<String, List<String>> decoded(String query) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var pair : query.split("&", -1)) {
            if (pair.isEmpty()) continue;
            var parts = pair.split("=", 2);
            parameters
                    .computeIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), _ -> new ArrayList<>())
                    .add(parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private Reply described(Seen request) {
        for (var route : routes) {
            var match = java.util.regex.Pattern.compile(route.path()).matcher(request.path());
            if (!route.method().equals(request.method()) || !match.matches()) continue;
            var wrong = wrong(route, request);
            if (!wrong.isEmpty()) return complain(request, String.join("; ", wrong));
            var parts = new ArrayList<String>();
            for (int i = 1; i <= match.groupCount(); i++) parts.add(match.group(i));
            return route.answer()
                    .apply(new Seen(
                            request.method(),
                            request.path(),
                            parts,
                            request.query(),
                            request.headers(),
                            request.body(),
                            request.empty()));
        }
        return complain(request, "no such request in the description");
    }

    private Reply complain(Seen request, String what) {
        complaints.add(request.method() + " " + request.path() + ": " + what);
        return Reply.json(400, "{\"error\":{\"message\":\"" + quoted(what.replace('\n', ' ')) + "\"}}");
    }

    private static List<String> wrong(Route route, Seen request) {
        var wrong = new ArrayList<String>();
        request.query().forEach((name, values) -> {
            var shape = Optional.ofNullable(route.query().get(name))
                    .or(() -> Optional.ofNullable(route.query().get("!" + name)));
            if (shape.isEmpty()) wrong.add("no query parameter " + name);
            else
                for (var value : values)
                    if (!value.matches("(?s)" + shape.get())) wrong.add("query " + name + "=" + value);
        });
        for (var name : route.query().keySet())
            if (name.startsWith("!") && !request.query().containsKey(name.substring(1))) wrong.add("misses " + name);
        route.headers().forEach((name, shape) -> {
            var value = request.headers().getOrDefault(name, "");
            if (!value.matches(shape)) wrong.add("header " + name + ": " + value);
        });
        wrong.addAll(wrongBody(route, request));
        return wrong;
    }

    private static List<String> wrongBody(Route route, Seen request) {
        var type = request.headers().getOrDefault("Content-Type", "");
        return switch (route.schema()) {
            case "" -> request.body().isEmpty() ? List.of() : List.of("a body where there is none");
            case "any" -> List.of();
            case "form" ->
                type.startsWith("application/x-www-form-urlencoded") ? List.of() : List.of("content type " + type);
            default -> {
                if (!type.startsWith("application/json")) yield List.of("content type " + type);
                yield SCHEMAS
                        .getSchema(route.schema(), InputFormat.JSON)
                        .validate(request.body(), InputFormat.JSON)
                        .stream()
                        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                        .toList();
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
