package dev.runbook.integrations.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerTest {

    private static final Instant NOON = Instant.parse("2025-11-03T12:00:00.123Z");
    private static final List<EffectLedger.Entry> ENTRIES = List.of(
            new EffectLedger.Entry.Begun("w", "sample", 7, NOON),
            new EffectLedger.Entry.Joined("w", new IncidentId("INC-1")),
            new EffectLedger.Entry.Performed(
                    "w",
                    new PerformedEffect(
                            new IdempotencyKey("INC-1/step/1"),
                            new OperationName(Capability.COMPUTE, "scale_service"),
                            Value.fields("service", "Ä \"front\"\n", "replicas", 4),
                            NOON,
                            Value.fields("before", 2, "ratio", 0.5, "list", List.of("a", true)))));

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("below/effects.jsonl");
    }

    private void write() {
        try (var ledger = FileLedger.open(file())) {
            ENTRIES.forEach(ledger::append);
        }
    }

    @Test
    void whatWasAppendedIsReadBack() {
        write();

        try (var ledger = FileLedger.open(file())) {
            assertThat(ledger.entries()).isEqualTo(ENTRIES);
        }
    }

    @Test
    void aLineThatACrashCutOffIsDroppedAndTheNextOneIsWhole() throws IOException {
        write();
        Files.writeString(file(), "{\"entry\":\"joi", StandardOpenOption.APPEND);

        try (var ledger = FileLedger.open(file())) {
            assertThat(ledger.entries()).isEqualTo(ENTRIES);
            ledger.append(ENTRIES.getFirst());
        }

        assertThat(Files.readAllLines(file())).hasSize(4);
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        write();
        Files.writeString(file(), Files.readString(file()).replace("joined", "jo ned"));

        assertThatThrownBy(() -> FileLedger.open(file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file() + ":2: is no ledger entry; move the file away");
    }
}
