package dev.runbook.integrations.edge;

import dev.runbook.integrations.registry.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What we show when a server asks who we are.
///
/// @param chain our certificate, and those that lead to who signed it
/// @param key the private key of the first
public record ClientCertificate(List<Certificate> chain, PrivateKey key) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END", Pattern.DOTALL);
    private static final byte[] RSA = bytes("300d06092a864886f70d0101010500");
    private static final byte[] EC = bytes("06072a8648ce3d0201");

    public ClientCertificate {
        chain = List.copyOf(chain);
    }

    /// Reads both as PEM; the key as PKCS #8, or as OpenSSL writes keys of RSA
    /// ([RFC 8017](https://www.rfc-editor.org/rfc/rfc8017)) and of elliptic curves
    /// ([RFC 5915](https://www.rfc-editor.org/rfc/rfc5915)).
    ///
    /// @param what names it in messages
    /// @throws ConfigurationException when it cannot be used; the message holds nothing of the key
    public static ClientCertificate read(String what, String certificates, Secret key) {
        try {
            var chain = List.<Certificate>copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.UTF_8))));
            if (chain.isEmpty()) throw new ConfigurationException(what + ": there is no certificate in it");
            return new ClientCertificate(chain, key(what, key));
        } catch (GeneralSecurityException _) {
            throw new ConfigurationException(what + ": the certificate cannot be read");
        }
    }

    private static PrivateKey key(String what, Secret pem) {
        var found = KEY.matcher(pem.reveal());
        if (!found.find()) throw new ConfigurationException(what + ": there is no private key in it");
        var kind = found.group(1).strip();
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(found.group(2));
        } catch (IllegalArgumentException _) {
            throw new ConfigurationException(what + ": the private key is no PEM");
        }
        var read = switch (kind) {
            case "" -> pkcs8(bytes, List.of("RSA", "EC", "EdDSA"));
            case "RSA" -> pkcs8(wrapped(RSA, bytes), List.of("RSA"));
            case "EC" -> pkcs8(wrapped(curve(what, bytes), bytes), List.of("EC"));
            default ->
                throw new ConfigurationException(
                        what + ": the private key is " + kind.toLowerCase(Locale.ROOT) + ", which cannot be read");
        };
        return read.orElseThrow(() -> new ConfigurationException(what + ": the private key cannot be read"));
    }

    private static Optional<PrivateKey> pkcs8(byte[] bytes, List<String> algorithms) {
        for (var algorithm : algorithms)
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
            } catch (GeneralSecurityException _) {
                // Perhaps it is one of another algorithm.
            }
        return Optional.empty();
    }

    /// The key within PKCS #8 (https://www.rfc-editor.org/rfc/rfc5208).
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(0x30, new byte[] {2, 1, 0}, algorithm, element(0x04, key));
    }

    /// The curve stands in the key as the element [0], behind a number and the key's own bytes.
    private static byte[] curve(String what, byte[] key) {
        try {
            int at = header(key, 0);
            for (int skipped = 0; skipped < 2; skipped++) at = header(key, at) + length(key, at);
            if ((key[at] & 0xff) != 0xa0) throw new ConfigurationException(what + ": the private key names no curve");
            int from = header(key, at);
            return element(0x30, EC, Arrays.copyOfRange(key, from, from + length(key, at)));
        } catch (ArrayIndexOutOfBoundsException _) {
            throw new ConfigurationException(what + ": the private key cannot be read");
        }
    }

    /// Where the content of the element begins that begins here.
    private static int header(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
    }

    /// How long the content of the element is that begins here.
    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) return first;
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) length = (length << 8) | (der[at + 2 + i] & 0xff);
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) content.writeBytes(part);
        var element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length >= 0x100) element.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8)});
        else if (length >= 0x80) element.write(0x81);
        element.write(length);
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    private static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Override
    public String toString() {
        return "ClientCertificate[***]";
    }
}
