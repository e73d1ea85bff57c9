package dev.runbook.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the server process (SIGKILL) at random while incidents change a world outside of it, which counts.
/// Each life takes up what the one before left, and takes in more.
///
/// A few kills by default; `make chaos` has some hundred. To kill at the same moments again:
/// `-Drunbook.chaos.seed=42`; the machine's own timing still differs.
class ChaosTest {

    private static final int KILLS = Integer.getInteger("runbook.chaos.kills", 4);
    private static final long SEED = Long.getLong("runbook.chaos.seed", 1);

    /// How long a process lives after it is back, at most.
    private static final int LONGEST_LIFE_MILLIS = 1500;

    private static final int EFFECTS_EACH = 3;

    @TempDir
    private Path data;

    @TempDir
    private Path scratch;

    private final Set<String> accepted = new HashSet<>();
    private final List<Long> takenUp = new ArrayList<>();
    private long interrupted;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void whateverIsKilledEverythingIsDoneOnce() throws IOException, InterruptedException {
        var random = new Random(SEED);
        try (var counter = new EffectCounter(SEED)) {
            for (int life = 1; life <= KILLS; life++) killed(counter.port(), life, random);
            var last = drained(counter.port());

            var done = counter.done();
            long incidents = Long.parseLong(last.after("incidents"));
            long expected = incidents * EFFECTS_EACH;
            long duplicated = done.values().stream().filter(times -> times > 1).count();
            takenUp.sort(null);
            System.out.printf(
                    "chaos: seed %d, %d kills; %d incidents, %d times interrupted, taken up after p50 %d ms, p99 %d ms;"
                            + " effects: %d expected, %d done, %d duplicated, %d lost%n",
                    SEED,
                    KILLS,
                    incidents,
                    interrupted,
                    percentile(50),
                    percentile(99),
                    expected,
                    done.size(),
                    duplicated,
                    expected - done.size());
            assertThat(incidents).as("none that was taken in is lost").isGreaterThanOrEqualTo(accepted.size());
            assertThat(duplicated).as("seed %d: done twice", SEED).isZero();
            assertThat(done).as("seed %d: effects", SEED).hasSize((int) expected);
            assertThat(last.after("audit")).startsWith("Intact");
            assertThat(last.all("took")).as("taken up by the last life").hasSize(Integer.parseInt(last.after("left")));
            assertThat(takenUp).as("kills that interrupt nothing prove nothing").isNotEmpty();
            assertThat(percentile(99)).as("p99 of taking up, in ms").isLessThan(5000);
        }
    }

    private long percentile(int percent) {
        return takenUp.isEmpty() ? 0 : takenUp.get(Math.min(takenUp.size() - 1, takenUp.size() * percent / 100));
    }

    /// A life that ends by SIGKILL some time after it is back.
    private void killed(int port, int life, Random random) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        var process = start(port, life, "report");
        try (var out = process.inputReader()) {
            String line;
            while ((line = out.readLine()) != null) {
                lines.add(line);
                if (line.equals("back")) killLater(process, random.nextInt(LONGEST_LIFE_MILLIS));
            }
        }
        process.waitFor();
        assertThat(lines).as("life %d: %s", life, errors()).contains("back");
        hear(new Life(lines));
    }

    /// By its handle, because the process itself closes its output when it is killed, also what was not read
    /// yet.
    private static void killLater(Process process, int millis) {
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            process.toHandle().destroyForcibly();
        });
    }

    private Life drained(int port) throws IOException, InterruptedException {
        var process = start(port, KILLS + 1, "drain");
        var lines = new ArrayList<String>();
        try (var out = process.inputReader()) {
            out.lines().forEach(lines::add);
        }
        assertThat(process.waitFor()).as("the last life: %s", errors()).isZero();
        var life = new Life(lines);
        hear(life);
        return life;
    }

    /// What a life found unfinished, took up again and took in. One that was killed early leaves the rest to
    /// the next.
    private void hear(Life life) {
        interrupted += Long.parseLong(life.after("left"));
        life.all("took").stream().map(Long::parseLong).forEach(takenUp::add);
        accepted.addAll(life.all("began"));
    }

    private Process start(int port, int life, String task) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChaosProcess.class.getName(),
                        data.toString(),
                        Integer.toString(port),
                        Integer.toString(life),
                        task)
                .redirectError(scratch.resolve("errors").toFile())
                .start();
    }

    private String errors() throws IOException {
        return Files.readString(scratch.resolve("errors"));
    }

    /// What a process said.
    private record Life(List<String> lines) {
        List<String> all(String word) {
            return lines.stream()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        }

        String after(String word) {
            return all(word).stream().findFirst().orElse("nothing");
        }
    }
}
