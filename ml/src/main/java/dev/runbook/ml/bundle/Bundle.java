package dev.runbook.ml.bundle;

import dev.runbook.ml.logs.LogEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/// What is known about one incident: a folder or an archive of one. Everything but `incident.json` may be
/// absent; each part is read when it is asked for. Logs are streamed, everything else is held in memory
/// while it is used.
///
/// Closing removes what was unpacked. One thread at a time.
public final class Bundle implements AutoCloseable {

    /// Where an incident is described.
    public static final String INCIDENT = "incident.json";

    private final Path folder;
    private final Optional<Path> unpacked;

    private Bundle(Path folder, Optional<Path> unpacked) {
        this.folder = folder;
        this.unpacked = unpacked;
    }

    /// Opens a folder, `.zip`, `.tar.gz` or `.tgz`.
    ///
    /// @throws IOException when there is no bundle, with what is missing
    public static Bundle open(Path path) throws IOException {
        if (!Files.exists(path)) throw new IOException("no such bundle: " + path);
        if (Files.isDirectory(path)) return checked(new Bundle(path, Optional.empty()), path);
        if (!Archive.isOne(path))
            throw new MalformedBundle(path.toString(), "no bundle; give a folder, a .zip or a .tar.gz");
        var scratch = Files.createTempDirectory("runbook-bundle");
        try {
            Archive.unpack(path, scratch);
            return checked(new Bundle(root(scratch), Optional.of(scratch)), path);
        } catch (IOException e) {
            delete(scratch);
            throw e;
        }
    }

    private static Bundle checked(Bundle bundle, Path path) throws IOException {
        if (bundle.file(INCIDENT).isEmpty())
            throw new MalformedBundle(path.toString(), "there is no " + INCIDENT + "; a bundle needs at least that");
        return bundle;
    }

    /// An archive often holds one folder, which holds the bundle.
    private static Path root(Path scratch) throws IOException {
        if (Files.exists(scratch.resolve(INCIDENT))) return scratch;
        try (Stream<Path> inside = Files.list(scratch)) {
            return inside.filter(p -> Files.exists(p.resolve(INCIDENT)))
                    .findFirst()
                    .orElse(scratch);
        }
    }

    /// The folder that the bundle lies in.
    public Path folder() {
        return folder;
    }

    public Incident incident() throws IOException {
        return new JsonFile(folder.resolve(INCIDENT)).incident();
    }

    /// The window around the incident; empty when there is none.
    public Metrics metrics() throws IOException {
        return metrics("metrics.csv");
    }

    /// A period believed healthy; empty when there is none.
    public Metrics baseline() throws IOException {
        return metrics("baseline.csv");
    }

    private Metrics metrics(String name) throws IOException {
        var file = file(name);
        return file.isPresent() ? Metrics.read(file.get()) : Metrics.NONE;
    }

    /// Who calls whom, as far as it was given.
    public List<Dependency> dependencies() throws IOException {
        var file = file("dependencies.json");
        return file.isPresent() ? new JsonFile(file.get()).dependencies() : List.of();
    }

    public List<Change> changes() throws IOException {
        var file = file("changes.json");
        return file.isPresent() ? new JsonFile(file.get()).changes() : List.of();
    }

    public List<Span> spans() throws IOException {
        var file = file("spans.csv");
        return file.isPresent() ? Span.read(file.get()) : List.of();
    }

    public List<Span> spansBaseline() throws IOException {
        var file = file("spans_baseline.csv");
        return file.isPresent() ? Span.read(file.get()) : List.of();
    }

    /// Goes through the log of the window.
    ///
    /// @param reader takes the component and what it logged
    /// @return whether there is a log
    public boolean readLogs(BiConsumer<String, LogEvent> reader) throws IOException {
        return readLogs("logs.csv", reader);
    }

    /// Goes through the log of the period believed healthy.
    public boolean readLogsBaseline(BiConsumer<String, LogEvent> reader) throws IOException {
        return readLogs("logs_baseline.csv", reader);
    }

    private boolean readLogs(String name, BiConsumer<String, LogEvent> reader) throws IOException {
        var file = file(name);
        if (file.isEmpty()) return false;
        try (var csv = CsvFile.open(file.get())) {
            int time = csv.need("time");
            int component = csv.find("component");
            int message = csv.need("message");
            for (var row = csv.next(); row != null; row = csv.next()) {
                var at = Instant.ofEpochMilli(Math.round(1_000 * row.time(time)));
                reader.accept(row.text(component), LogEvent.of(row.line(), at, row.text(message)));
            }
        }
        return true;
    }

    /// What tools said, in order of the names of their files.
    public List<ToolOutput> evidence() throws IOException {
        var place = folder.resolve("evidence");
        if (!Files.isDirectory(place)) return List.of();
        List<ToolOutput> outputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(place)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) outputs.add(output(file));
        }
        return outputs;
    }

    private static ToolOutput output(Path file) throws IOException {
        var name = file.getFileName() == null ? "" : file.getFileName().toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".json"))
            return new ToolOutput(
                    name.replaceFirst("\\.[^.]+$", ""),
                    "",
                    "",
                    JsonNodeFactory.instance.stringNode(Files.readString(file)));
        var node = new JsonFile(file).read();
        var source = node.path("source").asString("");
        boolean wrapped = node.has("output");
        return new ToolOutput(
                source.isEmpty() ? name.replaceFirst("\\.[^.]+$", "") : source,
                wrapped ? node.path("query").asString("") : "",
                wrapped ? node.path("about").asString("") : "",
                wrapped ? node.path("output") : node);
    }

    /// What a diagnosis should say, for scoring.
    public Optional<Expected> expected() throws IOException {
        var file = file("expected.json");
        return file.isPresent() ? Optional.of(new JsonFile(file.get()).expected()) : Optional.empty();
    }

    /// Whether a part is there, plain or gzipped.
    public boolean has(String name) {
        return file(name).isPresent();
    }

    private Optional<Path> file(String name) {
        return Stream.of(name, name + ".gz")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        if (unpacked.isPresent()) delete(unpacked.get());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
