package dev.runbook.integrations.world;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A ledger in a file: one line of JSON an entry, on disk before [#append] returns. A last line that a
/// crash cut off is dropped when the file is opened again: its effect was never answered.
public final class FileLedger implements EffectLedger, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FileChannel channel;
    private final List<Entry> entries = new ArrayList<>();

    private FileLedger(FileChannel channel) {
        this.channel = channel;
    }

    /// Opens the ledger, or begins an empty one.
    ///
    /// @throws UncheckedIOException when the file cannot be read or written
    /// @throws IllegalArgumentException when a line that is not the last is no entry
    public static FileLedger open(Path file) {
        try {
            var folder = file.toAbsolutePath().getParent();
            if (folder != null) Files.createDirectories(folder);
            var ledger = new FileLedger(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            ledger.load(file);
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the effect ledger " + file + ": " + e.getMessage(), e);
        }
    }

    private void load(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        int begin = 0;
        int number = 1;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            try {
                entries.add(entry(new String(bytes, begin, i - begin, StandardCharsets.UTF_8)));
            } catch (JacksonException | IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ":" + number + ": is no ledger entry; move the file away", e);
            }
            begin = i + 1;
            number++;
        }
        channel.truncate(begin);
        channel.position(begin);
    }

    @Override
    public synchronized void append(Entry entry) {
        try {
            long before = channel.position();
            var line = ByteBuffer.wrap((Json.write(fields(entry)) + "\n").getBytes(StandardCharsets.UTF_8));
            try {
                while (line.hasRemaining()) channel.write(line);
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(before);
                throw e;
            }
            entries.add(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the effect ledger", e);
        }
    }

    @Override
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Value.Fields fields(Entry entry) {
        return switch (entry) {
            case Entry.Begun(var world, var scenario, var seed, var start) ->
                Value.fields("entry", "begun", "world", world, "scenario", scenario, "seed", seed, "start", start);
            case Entry.Joined(var world, var incident) ->
                Value.fields("entry", "joined", "world", world, "incident", incident.id());
            case Entry.Performed(var world, var effect) ->
                Value.fields(
                        "entry", "performed",
                        "world", world,
                        "key", effect.key().key(),
                        "operation", effect.operation().toString(),
                        "parameters", effect.parameters(),
                        "at", effect.at(),
                        "result", effect.result());
        };
    }

    private static Entry entry(String line) {
        var fields = (Value.Fields) Value.of(JSON.readValue(line, Map.class));
        var world = text(fields, "world");
        return switch (text(fields, "entry")) {
            case "begun" ->
                new Entry.Begun(
                        world,
                        text(fields, "scenario"),
                        Long.parseLong(text(fields, "seed")),
                        Instant.parse(text(fields, "start")));
            case "joined" -> new Entry.Joined(world, new IncidentId(text(fields, "incident")));
            case "performed" ->
                new Entry.Performed(
                        world,
                        new PerformedEffect(
                                new IdempotencyKey(text(fields, "key")),
                                operation(text(fields, "operation")).name(),
                                (Value.Fields) fields.get("parameters").orElseThrow(IllegalArgumentException::new),
                                Instant.parse(text(fields, "at")),
                                fields.get("result").orElseThrow(IllegalArgumentException::new)));
            case String other -> throw new IllegalArgumentException("unknown entry '" + other + "'");
        };
    }

    private static Operation operation(String name) {
        return Operations.CATALOGUE.all().stream()
                .filter(o -> o.name().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown operation '" + name + "'"));
    }

    private static String text(Value.Fields fields, String name) {
        return fields.get(name)
                .orElseThrow(() -> new IllegalArgumentException("no '" + name + "'"))
                .display();
    }
}
