package dev.runbook.app.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The key that exports are signed with: Ed25519 ([RFC 8032](https://www.rfc-editor.org/rfc/rfc8032)), kept
/// in the data folder and made when it is first needed. Safe for use by many threads.
public final class SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final String FILE = "export-signing-key";

    private final KeyPair pair;

    private SigningKey(KeyPair pair) {
        this.pair = pair;
    }

    /// The key of a data folder; made if there is none yet, readable by its owner alone.
    ///
    /// @throws UncheckedIOException when it can neither be read nor made
    public static SigningKey of(Path data) {
        var file = data.resolve(FILE);
        try {
            if (!Files.exists(file)) make(file);
            return read(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the signing key " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /// Written beside and moved, so that nobody ever reads half a key; of two who make one at once, the first
    /// wins.
    private static void make(Path file) throws IOException {
        var pair = generate();
        var text = encoded(pair.getPrivate().getEncoded()) + "\n"
                + encoded(pair.getPublic().getEncoded()) + "\n";
        Files.createDirectories(file.toAbsolutePath().getParent());
        var fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                FILE,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException _) {
            // The other key counts.
        } finally {
            Files.delete(fresh);
        }
    }

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static SigningKey read(String text) throws IOException {
        var lines = text.lines().toList();
        if (lines.size() != 2) throw new IOException("it has " + lines.size() + " lines, and should have 2");
        try {
            var factory = KeyFactory.getInstance(ALGORITHM);
            return new SigningKey(new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(decoded(lines.get(1)))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(decoded(lines.getFirst())))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("it holds no key", e);
        }
    }

    /// What others need to check a signature, in Base64.
    public String publicKey() {
        return encoded(pair.getPublic().getEncoded());
    }

    /// Signs the UTF-8 bytes of a text.
    public Recording.Signature sign(String text) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return new Recording.Signature(publicKey(), encoded(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that could be read cannot sign", e);
        }
    }

    /// Whether a signature was made over this text by the key it names.
    static boolean verifies(Recording.Signature given, String text) {
        try {
            var key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(given.key())));
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(decoded(given.value()));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text);
    }
}
