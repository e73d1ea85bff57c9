package dev.runbook.app.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The browser of this machine, as a running ChromeDriver. Each [#open] is a browser of its own, with its own
/// cookies.
///
/// The protocol is a page of JSON over HTTP, so it is spoken here directly: a client library for it would
/// bring twenty jars.
final class Chromium implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final List<Path> DRIVERS =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/local/bin/chromedriver"));
    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    private final Process driver;
    private final String address;
    private final Path browser;
    private final Path profiles;
    private final List<Tab> tabs = new ArrayList<>();

    private Chromium(Process driver, String address, Path browser, Path profiles) {
        this.driver = driver;
        this.address = address;
        this.browser = browser;
        this.profiles = profiles;
    }

    /// Whether a browser and its driver are installed.
    static boolean isInstalled() {
        return find(DRIVERS).isPresent() && find(BROWSERS).isPresent();
    }

    private static Optional<Path> find(List<Path> places) {
        return places.stream().filter(Files::isExecutable).findFirst();
    }

    static Chromium start() throws IOException {
        var driver = new ProcessBuilder(find(DRIVERS).orElseThrow().toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        var out = driver.inputReader(StandardCharsets.UTF_8);
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            var started = STARTED.matcher(line);
            if (!started.find()) continue;
            Thread.ofVirtual().start(() -> drain(out));
            return new Chromium(
                    driver,
                    "http://127.0.0.1:" + started.group(1),
                    find(BROWSERS).orElseThrow(),
                    Files.createTempDirectory("runbook-browser"));
        }
        throw new IOException("chromedriver ended before it listened");
    }

    private static void drain(BufferedReader out) {
        try (out) {
            var _ = out.lines().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Tab open() {
        var profile = profiles.resolve("profile-" + tabs.size());
        var tab = Tab.open(address, browser, profile);
        tabs.add(tab);
        return tab;
    }

    @Override
    public void close() throws IOException {
        tabs.forEach(Tab::close);
        driver.destroy();
        try (Stream<Path> files = Files.walk(profiles)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (UncheckedIOException | IOException _) {
            // The browser may still be tidying its own profile up.
        }
    }
}
