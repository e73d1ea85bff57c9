package dev.runbook.core.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 digest, as 64 lower-case hexadecimal digits.
public record Digest(String hex) {
    /// Copied for each use: looking the algorithm up takes longer than using it.
    private static final MessageDigest SHA_256 = algorithm();

    public Digest {
        if (hex.length() != 64 || !allHex(hex)) throw new IllegalArgumentException("not a SHA-256 digest: " + hex);
    }

    private static boolean allHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
        }
        return true;
    }

    private static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The digest of the UTF-8 bytes of a text.
    public static Digest of(String text) {
        try {
            var sha256 = (MessageDigest) SHA_256.clone();
            return new Digest(HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform copies SHA-256", e);
        }
    }

    /// The digest of a value's canonical JSON.
    public static Digest of(Value value) {
        return of(Json.write(value));
    }

    /// The first twelve digits, for people.
    public String brief() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }
}
