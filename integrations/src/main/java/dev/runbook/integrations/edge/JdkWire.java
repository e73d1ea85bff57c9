package dev.runbook.integrations.edge;

import dev.runbook.integrations.registry.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The JDK's HTTP client, one for all vendors, so that connections are used again. It follows no redirect,
/// for credentials must not travel on. Safe for use by many threads.
public final class JdkWire implements Wire, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private @Nullable HttpClient client;
    private final @Nullable SSLContext trust;

    /// Trusts whom the JDK trusts.
    public JdkWire() {
        this(null);
    }

    private JdkWire(@Nullable SSLContext trust) {
        this.trust = trust;
    }

    /// Trusts those who sign with some certificates, and nobody else; and shows one of our own.
    ///
    /// @param authorities one or more certificates as PEM; whom the JDK trusts when empty
    /// @param own what we show when a server asks
    /// @throws ConfigurationException when they cannot be used
    static JdkWire with(Optional<String> authorities, Optional<ClientCertificate> own) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    own.isPresent() ? keys(own.get()) : null,
                    authorities.isPresent() ? trust(authorities.get()) : null,
                    null);
            return new JdkWire(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigurationException(
                    "the certificates that are to be trusted or shown cannot be used: " + e.getMessage());
        }
    }

    private static TrustManager[] trust(String pem) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (var certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))))
            store.setCertificateEntry("authority-" + number++, certificate);
        if (number == 0) throw new ConfigurationException("there is no certificate among those that are to be trusted");
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static KeyManager[] keys(ClientCertificate own) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        // The store never leaves this process.
        var password = new char[0];
        store.setKeyEntry("own", own.key(), password, own.chain().toArray(Certificate[]::new));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        return managers.getKeyManagers();
    }

    /// Made when it is first needed: it starts threads, and most commands ask no vendor.
    private synchronized HttpClient client() {
        if (client == null) {
            var builder = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
            if (trust != null) builder.sslContext(trust);
            client = builder.build();
        }
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
