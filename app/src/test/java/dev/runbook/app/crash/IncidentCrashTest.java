package dev.runbook.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.FileLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the whole process, database server included, at every moment of an incident: before and after every append
/// to
/// the journal, and before and after every effect. Each time the next process must end the incident as if nothing had
/// happened.
class IncidentCrashTest {

    @TempDir
    private Path data;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void anIncidentSurvivesADeathAtEveryMoment() throws IOException, InterruptedException {
        var undisturbed = run("-", 0);
        var moments = Integer.parseInt(undisturbed.after("moments").orElseThrow());
        assertThat(moments).as("moments of an incident: " + undisturbed).isGreaterThan(30);
        var expected = effectsOf(undisturbed.after("began").orElseThrow());

        var unfinished = "-";
        for (int moment = 1; moment <= moments + 1; moment++) {
            var life = run(unfinished, moment <= moments ? moment : 0);

            if (!unfinished.equals("-")) {
                assertThat(life.after("ended"))
                        .as("moment %d: %s", moment - 1, life)
                        .hasValue(unfinished + " RESOLVED intact");
                assertThat(effectsOf(unfinished))
                        .as("effects after moment %d", moment - 1)
                        .isEqualTo(expected);
            }
            unfinished = life.after("began").orElse("-");
        }
        System.out.println(moments + " deaths, " + moments + " incidents ended as they would have");
    }

    /// What was done to the world for an incident, by the part of the key that follows the incident's id, in order.
    private List<String> effectsOf(String incident) {
        try (var ledger = FileLedger.open(data.resolve("worlds.jsonl"))) {
            return ledger.entries().stream()
                    .flatMap(entry -> entry instanceof EffectLedger.Entry.Performed(var _, var effect)
                                    && effect.key().key().startsWith(incident + "/")
                            ? Optional.of(effect.operation() + " "
                                            + effect.key()
                                                    .key()
                                                    .substring(incident.length() + 1)
                                                    .replaceAll("/\\d+$", ""))
                                    .stream()
                            : java.util.stream.Stream.<String>empty())
                    .toList();
        }
    }

    private Life run(String unfinished, int moment) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var errors = data.resolveSibling(data.getFileName() + ".err");
        var process = new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedProcess.class.getName(),
                        data.toString(),
                        Path.of("..").toAbsolutePath().normalize().toString(),
                        unfinished,
                        Integer.toString(moment))
                .redirectError(errors.toFile())
                .start();
        var lines = new ArrayList<String>();
        try (var out = process.inputReader()) {
            out.lines().forEach(lines::add);
        }
        var exit = process.waitFor();
        killPostgres();
        assertThat(exit)
                .as("exit code at moment %d: %s %s", moment, lines, Files.readString(errors))
                .isEqualTo(moment == 0 ? 0 : 137);
        return new Life(lines);
    }

    /// The process died without stopping its database; that dies too, as when the machine loses power.
    private void killPostgres() throws IOException {
        var file = data.resolve("postgres").resolve("postmaster.pid");
        if (!Files.exists(file)) return;
        var pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        ProcessHandle.of(pid).ifPresent(server -> {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
            server.onExit().join();
        });
    }

    /// What a process said.
    private record Life(List<String> lines) {
        Optional<String> after(String word) {
            return lines.stream()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .findFirst();
        }

        @Override
        public String toString() {
            return lines.stream().collect(Collectors.joining(" | "));
        }
    }
}
