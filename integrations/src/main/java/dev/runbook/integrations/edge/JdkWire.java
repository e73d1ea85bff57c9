package dev.runbook.integrations.edge;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// The JDK's HTTP client, one for all vendors, so that connections are used again. It follows no redirect, for
/// credentials must not travel on. Safe for use by many threads.
public final class JdkWire implements Wire, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private @Nullable HttpClient client;

    /// Made when it is first needed: it starts threads, and most commands ask no vendor.
    private synchronized HttpClient client() {
        if (client == null)
            client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        return client;
    }

    @Override
    public Incoming send(Outgoing request, Duration time, int bodyBytes) throws Broken, InterruptedException {
        var exchange = client().sendAsync(prepared(request, time), _ -> new BoundedBody(bodyBytes));
        try {
            var response = exchange.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return incoming(response);
        } catch (TimeoutException e) {
            throw new Broken("did not answer in time", true);
        } catch (ExecutionException e) {
            throw broken(e.getCause() == null ? e : e.getCause());
        } finally {
            // Nobody waits any more; the connection is not to be held for an answer that nobody reads.
            exchange.cancel(true);
        }
    }

    private static HttpRequest prepared(Outgoing request, Duration time) {
        var publisher = request.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(request.body());
        var prepared = HttpRequest.newBuilder(request.uri())
                .method(request.method(), publisher)
                .timeout(time)
                // Over plain http the client would ask for an upgrade to HTTP/2, which simple servers choke on.
                .version(
                        "http".equalsIgnoreCase(request.uri().getScheme())
                                ? HttpClient.Version.HTTP_1_1
                                : HttpClient.Version.HTTP_2);
        request.headers().forEach(prepared::setHeader);
        return prepared.build();
    }

    private static Incoming incoming(HttpResponse<BoundedBody.Read> response) {
        return new Incoming(
                response.statusCode(),
                response.headers().map(),
                response.body().text(),
                response.body().cut());
    }

    /// Only the kind of failure is told: messages of exceptions may hold what was sent.
    private static Broken broken(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ -> new Broken("could not be connected to in time", false);
            case ConnectException _ -> new Broken("could not be connected to", false);
            case SSLHandshakeException _ -> new Broken("has a certificate that is not trusted", false);
            case SSLException _ -> new Broken("broke the encrypted connection", true);
            case java.net.http.HttpTimeoutException _ -> new Broken("did not answer in time", true);
            case IOException _ -> new Broken("broke the connection", true);
            default -> new Broken("could not be asked: " + cause.getClass().getSimpleName(), true);
        };
    }

    @Override
    public synchronized void close() {
        if (client != null) client.shutdownNow();
    }
}
