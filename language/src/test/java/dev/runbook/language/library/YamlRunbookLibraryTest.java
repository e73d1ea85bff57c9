package dev.runbook.language.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.language.Problem;
import dev.runbook.language.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlRunbookLibraryTest {

    private static final String CPU = TestFiles.text("high_cpu_of_the_design.yaml");

    @TempDir
    private Path directory;

    private final SettableClock clock = SettableClock.atNoon();
    private YamlRunbookLibrary library;

    @BeforeEach
    void openALibraryOfOne() throws IOException {
        write("cpu.yaml", CPU);
        library = open();
    }

    private YamlRunbookLibrary open() {
        return new YamlRunbookLibrary(directory, Operations.CATALOGUE, clock);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private void waitForTheNextLook() {
        clock.advance(Duration.ofSeconds(1));
    }

    private static RunbookId id(String id) {
        return new RunbookId(id);
    }

    @Test
    void everyYamlFileIsARunbookAndNothingElseIs() throws IOException {
        write("b.yml", CPU);
        write("notes.txt", "no runbook");
        write(".hidden.yaml", "no runbook");
        Files.createDirectory(directory.resolve("folder.yaml"));

        var opened = open();

        assertThat(opened.all()).extracting(Runbook::id).containsExactly(id("b"), id("cpu"));
        assertThat(opened.problems()).isEmpty();
    }

    @Test
    void aChangedFileIsReadAgainWithoutARestart() throws IOException {
        write("cpu.yaml", CPU.replace("High CPU", "Very high CPU"));
        waitForTheNextLook();

        assertThat(library.find(id("cpu")).orElseThrow().name()).isEqualTo("Very high CPU Troubleshooting");
    }

    @Test
    void withinASecondTheDirectoryIsLeftAlone() throws IOException {
        write("cpu.yaml", CPU.replace("High CPU", "Very high CPU"));
        clock.advance(Duration.ofMillis(999));

        assertThat(library.find(id("cpu")).orElseThrow().name()).isEqualTo("High CPU Troubleshooting");
    }

    @Test
    void aFileThatBreaksKeepsItsLastGoodVersionAndSaysWhatIsWrong() throws IOException {
        write("cpu.yaml", CPU.replace("severity: high", "severity: urgent"));
        waitForTheNextLook();

        assertThat(library.find(id("cpu")).orElseThrow().source()).isEqualTo(CPU);
        assertThat(library.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        directory.resolve("cpu.yaml") + ":3:11: error: 'urgent' is no severity [bad-value]",
                        directory.resolve("cpu.yaml")
                                + ":1:1: warning: the file has an error, so its last good version "
                                + library.find(id("cpu")).orElseThrow().digest().brief() + " is used [old-version]");
    }

    @Test
    void whatIsWrongIsToldOnceAndAgainWhenItIsMended() throws IOException {
        var told = new ArrayList<List<Problem>>();
        var telling = new YamlRunbookLibrary(directory, Operations.CATALOGUE, clock, told::add);
        assertThat(told).isEmpty();
        write("cpu.yaml", "name: [");
        for (int look = 0; look < 3; look++) {
            waitForTheNextLook();
            telling.all();
        }
        assertThat(told)
                .singleElement()
                .satisfies(problems -> assertThat(problems).isNotEmpty());
        write("cpu.yaml", CPU);
        waitForTheNextLook();
        telling.all();

        assertThat(told).hasSize(2).endsWith(List.of());
    }

    @Test
    void aFileThatIsMendedHasNoProblemsAnyMore() throws IOException {
        write("cpu.yaml", "name: [");
        waitForTheNextLook();
        assertThat(library.problems()).isNotEmpty();
        write("cpu.yaml", CPU);
        waitForTheNextLook();

        assertThat(library.problems()).isEmpty();
    }

    @Test
    void aRunbookThatCallsAnUnknownOperationIsNotTaken() throws IOException {
        write("new.yaml", CPU.replace("restart_service", "reboot_service"));
        waitForTheNextLook();

        assertThat(library.all()).extracting(Runbook::id).containsExactly(id("cpu"));
        assertThat(library.problems()).extracting(p -> p.rule().id()).containsExactly("unknown-operation");
    }

    @Test
    void filesComeAndGo() throws IOException {
        write("second.yaml", CPU);
        Files.delete(directory.resolve("cpu.yaml"));
        waitForTheNextLook();

        assertThat(library.all()).extracting(Runbook::id).containsExactly(id("second"));
    }

    @Test
    void twoRunbooksWithOneIdAreAProblemAndTheFirstIsUsed() throws IOException {
        write("zzz.yaml", "id: cpu\n" + CPU);
        waitForTheNextLook();

        assertThat(library.all()).extracting(Runbook::source).containsExactly(CPU);
        assertThat(library.problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("'cpu'", "cpu.yaml", "zzz.yaml");
    }

    @Test
    void callsBetweenRunbooksAreCheckedWheneverAFileChanges() throws IOException {
        write("caller.yaml", """
                name: Caller
                severity: low
                steps:
                  - {id: a, action: runbook, runbook: called, inputs: {hots: web-1}}
                  - {id: b, action: runbook, runbook: nobody}
                """);
        write("called.yaml", """
                name: Called
                severity: low
                inputs: {host: {type: text}}
                steps:
                  - {id: back, action: runbook, runbook: caller}
                """);
        waitForTheNextLook();

        assertThat(library.problems())
                .extracting(p -> p.rule().id())
                .contains("unknown-runbook", "runbook-cycle", "runbook-input");
        assertThat(library.all()).extracting(Runbook::id).contains(id("caller"));

        write("called.yaml", """
                name: Called
                severity: low
                inputs: {hots: {type: text}}
                steps:
                  - {id: pause, action: wait, duration: "{{ inputs.hots }}"}
                """);
        waitForTheNextLook();

        assertThat(library.problems()).extracting(p -> p.rule().id()).containsExactly("unknown-runbook");
    }

    @Test
    void aMissingDirectoryIsNamed() {
        var missing = directory.resolve("nowhere");

        assertThatThrownBy(() -> new YamlRunbookLibrary(missing, Operations.CATALOGUE, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void aDirectoryThatVanishesLeavesTheRunbooksAsTheyWere() throws IOException {
        Files.delete(directory.resolve("cpu.yaml"));
        Files.delete(directory);
        waitForTheNextLook();

        assertThat(library.all()).extracting(Runbook::id).containsExactly(id("cpu"));
        assertThat(library.problems()).extracting(p -> p.rule().id()).contains("unreadable-file");
    }

    @Test
    void aFileThatIsNoTextOrFarTooLargeIsAProblemOfItsOwn() throws IOException {
        Files.write(directory.resolve("latin.yaml"), new byte[] {'a', ':', (byte) 0xE4});
        Files.write(directory.resolve("huge.yaml"), new byte[10_000_000]);
        waitForTheNextLook();

        assertThat(library.all()).hasSize(1);
        assertThat(library.problems())
                .extracting(p -> p.rule().id())
                .containsExactlyInAnyOrder("unreadable-file", "too-large");
    }

    @Test
    void theVersionThatAnIncidentKeptIsReadWhateverTheFileSaysNow() {
        var old = CPU.replace("High CPU", "Old CPU");

        assertThat(library.read(id("cpu"), old).name()).isEqualTo("Old CPU Troubleshooting");
        assertThat(library.read(id("cpu"), old).id()).isEqualTo(id("cpu"));
        assertThatThrownBy(() -> library.read(id("cpu"), "name: x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("runbook cpu");
    }

    @Test
    void manyReadersSeeWholeLibrariesWhileAFileChanges() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = IntStream.range(0, 50)
                    .<Callable<Integer>>mapToObj(i -> () -> {
                        if (i % 5 == 0) write("cpu.yaml", CPU + "# " + i);
                        waitForTheNextLook();
                        return library.all().size();
                    })
                    .toList();

            for (var seen : threads.invokeAll(readers)) assertThat(seen.get()).isOne();
        }
    }
}
