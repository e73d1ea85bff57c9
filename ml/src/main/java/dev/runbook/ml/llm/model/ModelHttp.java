package dev.runbook.ml.llm.model;

import dev.runbook.core.operation.Durations;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends a request to a model and waits for the whole answer, never longer than its time-out. An interrupt
/// ends the exchange. Follows no redirects, so that a key goes nowhere but to the configured address. Safe
/// for use by many threads.
final class ModelHttp {

    /// Answers are cut off here; the longest that is asked for is far below.
    private static final long LARGEST = 8L * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Duration timeout;

    /// @param timeout how long one answer may take, from the first byte sent to the last one read
    ModelHttp(Duration timeout) {
        this.timeout = timeout;
    }

    /// @return the body of the answer
    /// @throws ModelFailure for every other end
    String post(URI address, Map<String, String> headers, String body) {
        var response = exchange(
                request(address, headers, body), BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST), address);
        if (response.statusCode() / 100 != 2) throw refusal(response, response.body());
        return response.body();
    }

    /// Like [#post], for an answer that comes as server-sent events.
    ///
    /// @param data told the data of each event as it comes, on a thread of the client
    void stream(URI address, Map<String, String> headers, String body, Consumer<String> data) {
        BodyHandler<String> handler = info -> info.statusCode() / 100 == 2
                ? BodySubscribers.fromLineSubscriber(new Lines(data), _ -> "", StandardCharsets.UTF_8, null)
                : BodySubscribers.limiting(BodySubscribers.ofString(StandardCharsets.UTF_8), LARGEST);
        var response = exchange(request(address, headers, body), handler, address);
        if (response.statusCode() / 100 != 2) throw refusal(response, response.body());
    }

    /// Like [#post], for an answer that comes in pieces.
    ///
    /// @param taker told the bytes as they come, on a thread of the client; after it has thrown it is told no
    ///     more
    void bytes(URI address, Map<String, String> headers, String body, Consumer<byte[]> taker) {
        var failure = new AtomicReference<ModelFailure>();
        var read = new AtomicLong();
        Consumer<Optional<byte[]>> guarded = piece -> {
            if (piece.isEmpty() || failure.get() != null) return;
            try {
                if (read.addAndGet(piece.get().length) > LARGEST) throw tooLong();
                taker.accept(piece.get());
            } catch (ModelFailure thrown) {
                failure.set(thrown);
            }
        };
        BodyHandler<String> handler = info -> info.statusCode() / 100 == 2
                ? BodySubscribers.mapping(BodySubscribers.ofByteArrayConsumer(guarded), _ -> "")
                : BodySubscribers.limiting(BodySubscribers.ofString(StandardCharsets.UTF_8), LARGEST);
        var response = exchange(request(address, headers, body), handler, address);
        if (failure.get() != null) throw failure.get();
        if (response.statusCode() / 100 != 2) throw refusal(response, response.body());
    }

    private static ModelFailure tooLong() {
        return new ModelFailure(ModelFailure.Kind.BROKEN_STREAM, "the stream is longer than any answer");
    }

    private HttpRequest request(URI address, Map<String, String> headers, String body) {
        var builder = HttpRequest.newBuilder(address)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(builder::header);
        return builder.build();
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler, URI address) {
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, handler);
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ModelFailure(
                    ModelFailure.Kind.TIMED_OUT,
                    "no answer from " + address.getHost() + " within " + Durations.display(timeout));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ModelFailure(ModelFailure.Kind.INTERRUPTED, "interrupted while waiting for the model");
        } catch (ExecutionException e) {
            throw broken(e.getCause() == null ? e : e.getCause(), address);
        }
    }

    private static ModelFailure broken(Throwable cause, URI address) {
        return switch (cause) {
            case ModelFailure failure -> failure;
            case ConnectException _ ->
                new ModelFailure(ModelFailure.Kind.UNREACHABLE, "nobody answers at " + place(address));
            case HttpTimeoutException _ ->
                new ModelFailure(ModelFailure.Kind.UNREACHABLE, "no connection to " + place(address) + " in time");
            case IOException _ ->
                new ModelFailure(ModelFailure.Kind.BROKEN_STREAM, "the connection to " + place(address) + " broke");
            default ->
                new ModelFailure(
                        ModelFailure.Kind.UNREACHABLE,
                        place(address) + " cannot be asked: " + cause.getClass().getSimpleName());
        };
    }

    private static String place(URI address) {
        return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    private static ModelFailure refusal(HttpResponse<?> response, String body) {
        var kind = ModelFailure.Kind.ofStatus(response.statusCode());
        return new ModelFailure(
                kind,
                kind.words() + ": " + response.statusCode() + " from " + place(response.uri()) + detail(body),
                wait(response));
    }

    /// The vendor's own words; a body that is no error document says nothing.
    private static String detail(String body) {
        try {
            var error = JSON.readTree(body).path("error");
            var words = error.isString() ? error.stringValue() : text(error, "type") + text(error, "message");
            return words.isBlank() ? "" : ": " + words.strip();
        } catch (JacksonException e) {
            return "";
        }
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).stringValue() + " " : "";
    }

    /// Servers of chat completions may say it in milliseconds too, which is more exact.
    private static Optional<Duration> wait(HttpResponse<?> response) {
        return response.headers()
                .firstValue("retry-after-ms")
                .flatMap(ModelHttp::wait)
                .map(thousandfold -> thousandfold.dividedBy(1000))
                .or(() -> response.headers().firstValue("retry-after").flatMap(ModelHttp::wait));
    }

    /// Seconds; a date, which no vendor sends here, says nothing.
    static Optional<Duration> wait(String header) {
        try {
            return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(header.strip()) * 1000)))
                    .filter(wait -> !wait.isNegative());
        } catch (NumberFormatException notSeconds) {
            return Optional.empty();
        }
    }

    /// Hands the data of each event on.
    private static final class Lines implements Flow.Subscriber<String> {
        private final Consumer<String> data;
        private final StringBuilder event = new StringBuilder();
        private final AtomicLong read = new AtomicLong();

        private Lines(Consumer<String> data) {
            this.data = data;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (read.addAndGet(line.length()) > LARGEST) throw tooLong();
            if (line.isEmpty()) flush();
            else if (line.startsWith("data:")) event.append(line.substring(5).strip());
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {
            flush();
        }

        private void flush() {
            if (event.isEmpty()) return;
            var whole = event.toString();
            event.setLength(0);
            data.accept(whole);
        }
    }
}
