package dev.runbook.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.FileLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One data folder and the processes that live and die over it, one after another.
///
/// @param number which of the lanes this is, from 0
/// @param folder its own, for the data and what processes say when they fail
record Lane(int number, int lanes, Path folder) {

    /// An incident has about eighty moments; two hundred means that they do not end.
    private static final int MANY = 200;

    /// What came of a lane.
    ///
    /// @param deaths the moment that each incident was left at, in order
    /// @param undisturbed the effects of the incident that nobody died in
    record Lived(Map<String, String> deaths, List<String> undisturbed) {}

    /// Lives until no moment of this lane is left that nobody has died at. Every incident that was left must be ended
    /// by the next process, with the effects of the one that was not.
    Lived live() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var deaths = new LinkedHashMap<String, String>();
        var life = live("-", deaths);
        while (life.after("died").isPresent()) {
            var incident = life.after("began").orElseThrow();
            deaths.put(incident, life.after("died").get());
            assertThat(deaths).as("deaths by incident").hasSizeLessThan(MANY);
            life = live(incident, deaths);
            assertThat(life.after("ended"))
                    .as("%s, which was left %s: %s", incident, deaths.get(incident), life)
                    .hasValue(incident + " RESOLVED intact");
        }
        assertThat(life.after("lived")).hasValue("intact");
        var undisturbed = effectsOf(life.after("began").orElseThrow());
        assertThat(undisturbed).isNotEmpty();
        deaths.forEach((incident, moment) -> {
            assertThat(settled(effectsOf(incident)))
                    .as("effects of the one left %s", moment)
                    .isEqualTo(settled(undisturbed));
            assertThat(effectsOf(incident).getLast())
                    .as("the last effect of the one left %s", moment)
                    .isEqualTo(undisturbed.getLast());
        });
        return new Lived(deaths, undisturbed);
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// The effects but for what the message about an incident is changed to on the way: a state that is over before it
    /// was told is not told any more, as when a person decides while the process is away.
    private static List<String> settled(List<String> effects) {
        return effects.stream()
                .filter(effect -> !effect.equals("chat.update_message bulletin"))
                .toList();
    }

    /// What was done to the world for an incident, by the part of the key that follows the incident's id, in order.
    private List<String> effectsOf(String incident) {
        try (var ledger = FileLedger.open(data().resolve("worlds.jsonl"))) {
            return ledger.entries().stream()
                    .flatMap(entry -> entry instanceof EffectLedger.Entry.Performed(var _, var effect)
                                    && effect.key().key().startsWith(incident + "/")
                            ? Stream.of(effect.operation() + " "
                                    + effect.key()
                                            .key()
                                            .substring(incident.length() + 1)
                                            .replaceAll("/\\d+$", ""))
                            : Stream.empty())
                    .toList();
        }
    }

    private Life live(String unfinished, Map<String, String> deaths) throws IOException, InterruptedException {
        var errors = folder.resolve("errors");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedProcess.class.getName(),
                data().toString(),
                Path.of("..").toAbsolutePath().normalize().toString(),
                unfinished,
                Integer.toString(number),
                Integer.toString(lanes)));
        command.addAll(deaths.values());
        var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        var lines = new ArrayList<String>();
        try (var out = process.inputReader()) {
            out.lines().forEach(lines::add);
        }
        var exit = process.waitFor();
        killPostgres();
        var life = new Life(lines);
        assertThat(exit)
                .as("exit code after %d deaths: %s %s", deaths.size(), life, Files.readString(errors))
                .isEqualTo(life.after("died").isPresent() ? DoomedProcess.DIED : 0);
        return life;
    }

    /// The process died without stopping its database; that dies too, as when the machine loses power.
    private void killPostgres() throws IOException {
        var file = data().resolve("postgres").resolve("postmaster.pid");
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
