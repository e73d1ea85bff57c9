package dev.runbook.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files that tests read.
public final class TestFiles {

    private TestFiles() {}

    /// A file of the test resources.
    public static String text(String name) {
        return text(path(name));
    }

    public static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The runbooks of a folder, in the order of their names.
    public static List<Path> yaml(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(
                            f -> f.toString().endsWith(".yaml") && !f.toString().endsWith(".test.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path path(String name) {
        try {
            var url = TestFiles.class.getClassLoader().getResource(name);
            if (url == null) throw new IllegalArgumentException("no test resource " + name);
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
