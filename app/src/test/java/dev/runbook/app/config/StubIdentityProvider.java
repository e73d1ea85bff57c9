package dev.runbook.app.config;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// An identity provider that takes only what the standards allow: the code flow with PKCE (S256), `state` and
/// `nonce`, a redirect address that it knows, a client that proves itself, a code once. What it then says is
/// up to the test.
final class StubIdentityProvider implements AutoCloseable {

    static final String CLIENT = "runbook";
    static final String SECRET = "secret of the client";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair key = key();
    private final KeyPair stranger = key();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private volatile String redirect = "";
    private volatile Map<String, Object> claims = Map.of();
    private volatile boolean forged;
    private volatile boolean otherNonce;

    StubIdentityProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", this::discovery);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/keys", this::keys);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Where people are sent back to; no other address is taken.
    void knows(URI redirectAddress) {
        redirect = redirectAddress.toString();
    }

    /// Who signs in next.
    StubIdentityProvider saying(Map<String, Object> next) {
        claims = next;
        forged = false;
        otherNonce = false;
        return this;
    }

    /// The next token is signed with a key that is not the provider's.
    void forging() {
        forged = true;
    }

    /// The next token is for another request.
    void replaying() {
        otherNonce = true;
    }

    private void discovery(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                Map.of(
                        "issuer", issuer(),
                        "authorization_endpoint", issuer() + "/authorize",
                        "token_endpoint", issuer() + "/token",
                        "jwks_uri", issuer() + "/keys",
                        "response_types_supported", List.of("code"),
                        "subject_types_supported", List.of("public"),
                        "id_token_signing_alg_values_supported", List.of("RS256"),
                        "code_challenge_methods_supported", List.of("S256")));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = fields(exchange.getRequestURI().getRawQuery());
        var right = "code".equals(asked.get("response_type"))
                && CLIENT.equals(asked.get("client_id"))
                && redirect.equals(asked.get("redirect_uri"))
                && Arrays.asList(asked.getOrDefault("scope", "").split(" ", -1)).contains("openid")
                && asked.getOrDefault("state", "").length() >= 16
                && asked.getOrDefault("nonce", "").length() >= 16
                && "S256".equals(asked.get("code_challenge_method"))
                && asked.getOrDefault("code_challenge", "").length() == 43;
        if (!right) {
            answer(exchange, 400, Map.of("error", "invalid_request", "asked", asked.toString()));
            return;
        }
        var code = "code-" + (codes.size() + 1);
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .set("Location", redirect + "?code=" + code + "&state=" + Browser.encoded(asked.get("state")));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        var sent = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var asked = codes.remove(sent.getOrDefault("code", ""));
        var proof = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + Browser.encoded(SECRET)).getBytes(StandardCharsets.UTF_8));
        if (!proof.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, Map.of("error", "invalid_client"));
        } else if (asked == null
                || !"authorization_code".equals(sent.get("grant_type"))
                || !redirect.equals(sent.get("redirect_uri"))
                || !challenge(sent.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))) {
            answer(exchange, 400, Map.of("error", "invalid_grant"));
        } else {
            answer(
                    exchange,
                    200,
                    Map.of(
                            "access_token",
                            "opaque",
                            "token_type",
                            "Bearer",
                            "expires_in",
                            60,
                            "id_token",
                            idToken(asked.get("nonce"))));
        }
    }

    private String idToken(String nonce) {
        var now = Instant.now().getEpochSecond();
        var all = new LinkedHashMap<String, Object>(claims);
        all.put("iss", issuer());
        all.put("aud", CLIENT);
        all.put("iat", now);
        all.put("exp", now + 60);
        all.put("nonce", otherNonce ? "of another request" : nonce);
        var text = encoded(Map.of("alg", "RS256", "kid", "k1")) + "." + encoded(all);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign((forged ? stranger : key).getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keys(HttpExchange exchange) throws IOException {
        var shown = (RSAPublicKey) key.getPublic();
        answer(
                exchange,
                200,
                Map.of(
                        "keys",
                        List.of(Map.of(
                                "kty", "RSA",
                                "kid", "k1",
                                "use", "sig",
                                "alg", "RS256",
                                "n", BASE64.encodeToString(shown.getModulus().toByteArray()),
                                "e",
                                        BASE64.encodeToString(
                                                shown.getPublicExponent().toByteArray())))));
    }

    private static String encoded(Object value) {
        return BASE64.encodeToString(JsonMapper.shared().writeValueAsBytes(value));
    }

    private static String challenge(String verifier) {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair key() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8), (one, _) -> one));
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) {
        var bytes = JsonMapper.shared().writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
