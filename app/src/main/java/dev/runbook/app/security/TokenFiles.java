package dev.runbook.app.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The tokens that the command line on the server's machine finds: `cli-token`, and `tokens/NAME` for each
/// operator. Only the system's user can read them.
final class TokenFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path data;

    TokenFiles(Path data) {
        this.data = data;
    }

    Optional<String> read(String operator) {
        try {
            var file = data.resolve("tokens").resolve(operator);
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the token of " + operator + " cannot be read", e);
        }
    }

    void write(String operator, String token) {
        write(data.resolve("tokens").resolve(operator), token);
    }

    /// The token of whoever does not say who they are.
    void writeDefault(String token) {
        write(data.resolve("cli-token"), token);
    }

    private static void write(Path file, String token) {
        try {
            var folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) createFolder(folder);
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, only("rw-------"));
            Files.writeString(fresh, token + "\n");
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written; check the permissions of its folder", e);
        }
    }

    private static void createFolder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder, only("rwx------"));
        } catch (FileAlreadyExistsException _) {
            // Somebody else made it meanwhile.
        }
    }

    private static FileAttribute<?>[] only(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
