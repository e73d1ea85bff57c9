package dev.runbook.ml.llm.stub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A server on this machine that answers as a test says, once it finds nothing wrong with the request. What
/// it finds wrong it answers with 400 and keeps. Safe for use by many threads.
public abstract class ModelStub implements AutoCloseable {

    protected static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Function<JsonNode, Reply>> script = new ArrayDeque<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private Function<JsonNode, Reply> otherwise = _ -> Reply.says("{}");

    @SuppressWarnings("this-escape") // nobody asks before the test has the stub
    protected ModelStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// Answers the next requests so, one after the other.
    public ModelStub then(Reply... replies) {
        for (var reply : replies) script.add(_ -> reply);
        return this;
    }

    /// Answers whatever the script does not.
    public ModelStub otherwise(Function<JsonNode, Reply> answer) {
        otherwise = answer;
        return this;
    }

    public ModelStub always(Reply reply) {
        return otherwise(_ -> reply);
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The bodies of all requests so far.
    public synchronized List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    /// What was wrong with requests so far.
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body;
            try {
                body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            } catch (JacksonException e) {
                body = JSON.createObjectNode();
            }
            var faults = faults(exchange, body);
            Reply reply;
            synchronized (this) {
                requests.add(body);
                violations.addAll(faults);
                var next = script.poll();
                reply = faults.isEmpty()
                        ? (next == null ? otherwise : next).apply(body)
                        : Reply.refuses(400, "invalid_request_error");
            }
            answer(exchange, body, reply, faults);
        }
    }

    private void answer(HttpExchange exchange, JsonNode request, Reply reply, List<String> faults) throws IOException {
        switch (reply) {
            case Reply.Message message -> {
                if (streams(exchange, request))
                    send(exchange, 200, streamType(exchange), streamed(exchange, events(request, message)));
                else
                    send(
                            exchange,
                            200,
                            "application/json",
                            body(request, message).toString());
            }
            case Reply.Refusal(var status, var type, var headers) -> {
                headers.forEach(exchange.getResponseHeaders()::add);
                send(
                        exchange,
                        status,
                        "application/json",
                        error(type, String.join("; ", faults)).toString());
            }
            case Reply.Nonsense(var body) -> send(exchange, 200, "application/json", body);
            case Reply.Silence _ -> await();
            case Reply.Break _ -> {
                var begun = streams(exchange, request)
                        ? streamed(
                                exchange,
                                events(request, Reply.says("half an answer")).subList(0, 3))
                        : "{\"type\":\"mess".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, 100_000);
                exchange.getResponseBody().write(begun);
                exchange.getResponseBody().flush();
            }
        }
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the answer is wanted event after event.
    protected boolean streams(HttpExchange exchange, JsonNode request) {
        return request.path("stream").asBoolean(false);
    }

    protected String streamType(HttpExchange exchange) {
        return "text/event-stream";
    }

    /// The events as they go over the wire.
    protected byte[] streamed(HttpExchange exchange, List<String> events) {
        return String.join("", events).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        send(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("content-type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Everything that is wrong with a request.
    protected abstract List<String> faults(HttpExchange exchange, JsonNode body);

    protected abstract ObjectNode body(JsonNode request, Reply.Message message);

    protected abstract List<String> events(JsonNode request, Reply.Message message);

    protected abstract ObjectNode error(String type, String message);

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
