package dev.runbook.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the whole process, database server included, at every moment of an incident: before and after every
/// append to the journal, and before and after every effect. Each time the next process must end the incident
/// as if nothing had happened.
class IncidentCrashTest {

    /// A life is mostly waiting: for the database to start, and for simulated time.
    private static final int LANES = 2;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    void anIncidentSurvivesADeathAtEveryMoment() throws ExecutionException, InterruptedException {
        var lives = liveInLanes();
        var undisturbed = lives.getFirst().undisturbed();
        var deaths = lives.stream()
                .flatMap(lived -> lived.deaths().values().stream())
                .toList();

        assertThat(lives).allSatisfy(lived -> assertThat(lived.undisturbed()).isEqualTo(undisturbed));
        assertThat(deaths)
                .doesNotHaveDuplicates()
                .contains("after writing Reported 1")
                .hasSizeGreaterThan(20);
        assertThat(deaths)
                .as("deaths between an intent and its outcome")
                .contains("after writing StepStarted 1", "before writing StepSucceeded 1");
        assertThat(undisturbed.stream().map(effect -> effect.substring(0, effect.indexOf(' '))))
                .allSatisfy(operation -> assertThat(deaths)
                        .contains("before doing " + operation + " 1", "after doing " + operation + " 1"));
        System.out.println(deaths.size() + " deaths, " + deaths.size() + " incidents ended as they would have");
    }

    private List<Lane.Lived> liveInLanes() throws ExecutionException, InterruptedException {
        var lanes = IntStream.range(0, LANES)
                .mapToObj(number -> new Lane(number, LANES, folder.resolve("lane-" + number)))
                .toList();
        try (var threads = Executors.newFixedThreadPool(LANES)) {
            var lives = lanes.stream().map(lane -> threads.submit(lane::live)).toList();
            for (var life : lives) life.get();
            return lives.stream().map(Future::resultNow).toList();
        }
    }
}
