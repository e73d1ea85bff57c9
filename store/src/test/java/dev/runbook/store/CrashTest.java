package dev.runbook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.database.StoreException;
import dev.runbook.store.journal.ChainCheck;
import dev.runbook.store.journal.JournalAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills real processes at random moments. Run again with a seed that failed: `-Dcrash.seed=…`.
class CrashTest {

    private static final int ROUNDS = 3;

    @TempDir
    private static Path data;

    private record Acknowledged(IncidentId incident, long seq, String hash) {
        static Acknowledged parse(String line) {
            var words = line.split(" ");
            return new Acknowledged(new IncidentId(words[0]), Long.parseLong(words[1]), words[2]);
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenEverythingIsKilled() throws Exception {
        var seed = Long.getLong("crash.seed", System.nanoTime());
        var dice = new Random(seed);
        var acknowledged = new ArrayList<Acknowledged>();

        for (int round = 0; round < ROUNDS; round++) {
            var process = start(round);
            // Alternately the server dies too, or goes on without us and is found by the next start.
            acknowledged.addAll(killAfter(process, 20 + dice.nextInt(600), round % 2 == 0));

            try (var store = Store.open(config())) {
                for (var incident : acknowledged.stream()
                        .map(Acknowledged::incident)
                        .distinct()
                        .toList()) {
                    var kept = store.journal().read(incident).stream()
                            .map(e ->
                                    new Acknowledged(incident, e.seq(), e.hash().hex()))
                            .toList();
                    assertThat(kept)
                            .as("seed %d, round %d", seed, round)
                            .containsAll(acknowledged.stream()
                                    .filter(a -> a.incident().equals(incident))
                                    .toList());
                }
                assertThat(new JournalAudit(store.database().dataSource()).checkAll())
                        .as("seed %d, round %d", seed, round)
                        .isInstanceOf(ChainCheck.Intact.class);
            }
        }
    }

    @Test
    void anotherProcessOnTheSameDirectoryIsNamed() throws Exception {
        var process = start(99);
        try (var lines = process.inputReader()) {
            assertThat(lines.readLine()).startsWith("INC-");

            assertThatThrownBy(() -> Store.open(config()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("in use by process " + process.pid());
        } finally {
            process.toHandle().destroyForcibly();
            killServer();
        }
    }

    private static StoreConfig config() {
        return new StoreConfig(data, Optional.empty(), InstantSource.system(), 1, 1);
    }

    private static Process start(int round) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendingProcess.class.getName(),
                        data.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// @return what the process had acknowledged when it died
    private static List<Acknowledged> killAfter(Process process, int lines, boolean serverToo) throws Exception {
        var acknowledged = new ArrayList<Acknowledged>();
        try (var output = process.inputReader()) {
            while (acknowledged.size() < lines) acknowledged.add(Acknowledged.parse(output.readLine()));
            // Not process.destroyForcibly(), which throws away what the process has printed.
            process.toHandle().destroyForcibly();
            if (serverToo) killServer();
            process.waitFor();
            // The last line may be cut short.
            output.lines()
                    .filter(line -> line.matches("INC-\\S+ \\d+ [0-9a-f]{64}"))
                    .map(Acknowledged::parse)
                    .forEach(acknowledged::add);
        }
        return acknowledged;
    }

    private static void killServer() throws Exception {
        var pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
        var server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        var all = Stream.concat(Stream.of(server), server.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (var each : all) each.onExit().get();
    }
}
