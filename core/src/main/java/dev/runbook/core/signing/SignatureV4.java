package dev.runbook.core.signing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS Signature Version 4 of a POST without a query
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). It shows
/// no secret. Safe for use by many threads.
public final class SignatureV4 {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String region;
    private final String service;
    private final String keyId;
    private final String secret;
    private final Optional<String> session;

    /// @param service its name in signatures, such as `monitoring` for CloudWatch
    /// @param session the token that comes with the keys of a role
    public SignatureV4(String region, String service, String keyId, String secret, Optional<String> session) {
        this.region = region;
        this.service = service;
        this.keyId = keyId;
        this.secret = secret;
        this.session = session;
    }

    /// The headers to send beside those given: the time, the session if there is one, and the signature over
    /// all.
    ///
    /// @param given headers that are sent and signed, names in lower case
    public Map<String, String> headers(URI address, Map<String, String> given, String body, Instant now) {
        var added = new TreeMap<String, String>();
        added.put("x-amz-date", TIME.format(now));
        session.ifPresent(token -> added.put("x-amz-security-token", token));
        var signed = new TreeMap<>(given);
        signed.putAll(added);
        signed.put("host", address.getAuthority());
        added.put("authorization", authorization("POST", address, signed, body));
        return added;
    }

    /// @param headers every header that is signed, names in lower case, host and time included
    public String authorization(String method, URI address, Map<String, String> headers, String body) {
        var signed = new TreeMap<>(headers);
        var time = signed.getOrDefault("x-amz-date", "");
        var date = time.substring(0, 8);
        var scope = date + "/" + region + "/" + service + "/aws4_request";
        var names = String.join(";", signed.keySet());
        var request = String.join(
                "\n",
                method,
                path(address),
                "",
                signed.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                        .collect(Collectors.joining()),
                names,
                hex(sha256(body)));
        var toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(request)));
        var key = bytes("AWS4" + secret);
        for (var part : new String[] {date, region, service, "aws4_request"}) key = hmac(key, part);
        return ALGORITHM + " Credential=" + keyId + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                + hex(hmac(key, toSign));
    }

    /// Every segment is encoded once more than in the address itself, as all services but S3 demand.
    private static String path(URI address) {
        var raw = address.getRawPath();
        return raw.isEmpty() ? "/" : raw.replace("%", "%25");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
