package dev.runbook.integrations.inbound;

import dev.runbook.integrations.edge.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks that a delivery was sent by somebody who knows a secret. Every comparison takes the same time
/// wherever the first difference is.
final class Proof {

    private static final String HMAC = "HmacSHA256";

    private Proof() {}

    /// Whether a token is the secret.
    static boolean token(Secret secret, String given) {
        return MessageDigest.isEqual(
                secret.reveal().getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether one of the signatures, each `prefix` and hexadecimal digits, is the HMAC-SHA256 of the pieces.
    ///
    /// @param given one or more, with commas between them, as when a secret is being exchanged
    static boolean signature(Secret secret, String prefix, String given, byte[]... pieces) {
        var wanted = (prefix + HexFormat.of().formatHex(hmac(secret, pieces))).getBytes(StandardCharsets.UTF_8);
        return Arrays.stream(given.split(",", -1))
                .map(one -> one.strip().getBytes(StandardCharsets.UTF_8))
                .anyMatch(one -> MessageDigest.isEqual(wanted, one));
    }

    private static byte[] hmac(Secret secret, byte[]... pieces) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
            for (var piece : pieces) mac.update(piece);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /// Whether a time is no further from now than this, before or after.
    static boolean isNear(Instant time, Instant now, Duration most) {
        return Duration.between(time, now).abs().compareTo(most) <= 0;
    }
}
