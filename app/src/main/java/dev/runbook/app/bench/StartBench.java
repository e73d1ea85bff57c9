package dev.runbook.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How long the server takes from its command to the first page, and how much memory it and its database hold when
/// they have nothing to do. On Linux, where the memory of a process can be read.
public final class StartBench {

    private static final String READY = "Runbook is at ";

    private StartBench() {}

    /// What a start came to.
    ///
    /// @param firstPageMillis from starting the process to the first served page
    /// @param serverMiB resident memory of the server when idle, without pages it shares with others
    /// @param databaseMiB the same of all processes of its database
    public record Result(double firstPageMillis, double serverMiB, double databaseMiB) {}

    /// Starts a server, asks for its first page, lets it rest, and stops it.
    ///
    /// @param command the command line that starts it on a free port, with its data in that folder
    /// @param rest how long it is left alone before its memory is read
    public static Result measure(List<String> command, Path data, Duration rest)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var client = HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
                var lines = process.inputReader()) {
            var address = lines.lines()
                    .filter(line -> line.startsWith(READY))
                    .findFirst()
                    .map(line -> line.substring(READY.length()).strip())
                    .orElseThrow(() -> new IOException("the server ended before it was ready"));
            var page = client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
            var millis = (System.nanoTime() - start) / 1e6;
            if (page.statusCode() >= 400)
                throw new IOException("the first page was answered with " + page.statusCode());
            Thread.sleep(rest);
            var server = residentMiB(process.toHandle());
            var database = databaseOf(data)
                    .map(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants())
                            .mapToDouble(StartBench::residentMiB)
                            .sum())
                    .orElse(0.0);
            return new Result(millis, server, database);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /// The database's first process, which its own file names.
    private static Optional<ProcessHandle> databaseOf(Path data) throws IOException {
        var file = data.resolve("postgres").resolve("postmaster.pid");
        if (!Files.exists(file)) return Optional.empty();
        return ProcessHandle.of(
                Long.parseLong(Files.readAllLines(file).getFirst().strip()));
    }

    /// The proportional share of memory: pages that several processes hold are divided among them.
    private static double residentMiB(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
