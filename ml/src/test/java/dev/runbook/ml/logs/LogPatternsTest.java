package dev.runbook.ml.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.ml.logs.LogPatterns.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPatternsTest {

    @TempDir
    Path folder;

    @Test
    void everyLineOfTheFileHasAGroup() throws IOException {
        var file = write("app.log", """
                user ann logged in
                ERROR request 7 failed
                \tat shop.Cart.load(Cart.java:1)
                user bob logged in

                ERROR request 8 failed
                """);
        var groups = folder.resolve("groups.txt");

        var report = LogPatterns.run(new Request(file, Optional.empty(), Optional.of(groups)), _ -> {});

        var ids = Files.readAllLines(groups);
        assertThat(ids).hasSize(6);
        assertThat(ids.get(0)).isEqualTo(ids.get(3));
        assertThat(ids.get(1)).isEqualTo(ids.get(2)).isEqualTo(ids.get(5));
        assertThat(ids.get(4)).isNotEqualTo(ids.get(0)).isNotEqualTo(ids.get(1));
        assertThat(report.lines()).isEqualTo(6);
        assertThat(report.events()).isEqualTo(5);
        assertThat(report.patterns()).hasSize(2);
    }

    @Test
    void linesReadBeforeTheirTemplatesMergedAreWrittenWithTheMergedGroup() throws IOException {
        var file = write(
                "auth.log",
                String.join(
                        "\n",
                        "ann bob eve git ftp www sys"
                                .replaceAll("(\\w+)", "password for $1 from 10.0.0.1 refused")
                                .split(" (?=password)")));
        var groups = folder.resolve("groups.txt");

        LogPatterns.run(new Request(file, Optional.empty(), Optional.of(groups)), _ -> {});

        assertThat(Files.readAllLines(groups))
                .hasSize(7)
                .containsOnly(Files.readAllLines(groups).getFirst());
    }

    @Test
    void aBaselineMayBeGzipped() throws IOException {
        var baseline = folder.resolve("yesterday.log.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(baseline))) {
            out.write("request 1 served\n".repeat(10).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        var file = write("today.log", "request 1 served\n".repeat(10) + "[error] disk 3 is full\n");

        var report = LogPatterns.run(new Request(file, Optional.of(baseline), Optional.empty()), _ -> {});

        assertThat(report.text(10))
                .contains("1 new, 0 bursting, 0 vanished, 1 steady")
                .containsPattern("new +0 +1 +error +\\[error] disk <\\*> is full");
        assertThat(report.json())
                .startsWith("{\"events\":11,\"lines\":11,\"patterns\":[{\"baseline_count\":0,\"change\":\"new\"");
    }

    @Test
    void withoutABaselineTheMostFrequentComeFirst() throws IOException {
        var file = write("app.log", "one\n" + "two three\n".repeat(3));

        var report = LogPatterns.run(new Request(file, Optional.empty(), Optional.empty()), _ -> {});

        assertThat(report.patterns().getFirst().template().text()).isEqualTo("two three");
        assertThat(report.json()).doesNotContain("change");
        assertThat(report.text(1)).contains("1 more patterns are not shown");
    }

    @Test
    void progressIsToldOnLongWork() throws IOException {
        var file = write("long.log", "request 1 served\n".repeat(250_000));
        List<Long> told = new ArrayList<>();

        LogPatterns.run(new Request(file, Optional.empty(), Optional.empty()), told::add);

        assertThat(told).containsExactly(100_000L, 200_000L);
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        var missing = new Request(folder.resolve("nothing.log"), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> LogPatterns.run(missing, _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such log file")
                .hasMessageContaining("nothing.log");
        assertThatThrownBy(() -> LogPatterns.run(new Request(folder, Optional.empty(), Optional.empty()), _ -> {}))
                .hasMessageContaining("a directory");
        var damaged = folder.resolve("damaged.gz");
        Files.write(damaged, new byte[] {0x1f, (byte) 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
        assertThatThrownBy(() -> LogPatterns.run(new Request(damaged, Optional.empty(), Optional.empty()), _ -> {}))
                .hasMessageContaining("damaged");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
