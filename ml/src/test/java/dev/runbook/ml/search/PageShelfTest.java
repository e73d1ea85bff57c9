package dev.runbook.ml.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.Reading;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.offline.text.Embedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageShelfTest {

    private static final Embedder MODEL = BgeEmbedder.standard();
    private static final CallContext CONTEXT =
            new CallContext(new IncidentId("INC-1"), Map.of(), Duration.ofSeconds(60));

    @TempDir
    private Path folder = Path.of("");

    @TempDir
    private Path data = Path.of("");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-02-03T10:00:00Z"));

    @BeforeEach
    void writePages() throws IOException {
        Files.createDirectories(folder.resolve("storage"));
        Files.writeString(folder.resolve("storage/disk.md"), """
                # Full disks

                Volumes of hosts run out of space, mostly because of log files that nobody rotates.

                ## Find what fills the disk

                Look for the largest directories with du, and for deleted files that a process keeps open. %s

                ## Make room

                Remove old logs, then enlarge the volume. %s
                """.formatted(
                        "Sort them by size. ".repeat(12), "Ask before anything is removed. ".repeat(9)));
        Files.writeString(
                folder.resolve("payroll.md"), "# Payroll\n\nSalaries are paid on the 25th of each month by the bank.");
    }

    private PageShelf shelf(Embedder embedder) {
        return PageShelf.of(folder, data.resolve("pages.vectors"), embedder, clock);
    }

    private static Observation ask(PageShelf shelf, String problem) throws InterruptedException {
        Observation answer = shelf.pages(problem, Optional.empty(), 3, CONTEXT);
        // The first reading takes longer than anybody waits for it on a busy machine.
        while (answer instanceof Observation.CouldNotLook(var reason, var _) && reason.contains("still being read"))
            answer = shelf.pages(problem, Optional.empty(), 3, CONTEXT);
        return answer;
    }

    private static List<Content> found(PageShelf shelf, String problem) throws InterruptedException {
        return ask(shelf, problem) instanceof Observation.Found(var contents, var _, var _, var _)
                ? contents
                : List.of();
    }

    @Test
    void aPageAboutTheProblemIsNamedWithItsSection() throws InterruptedException {
        var found = found(shelf(MODEL), "the disk of web-3 is full, which directories fill it?");

        assertThat(found).singleElement().satisfies(content -> {
            var facts = (Content.Facts) content;
            assertThat(facts.about()).isEqualTo("storage/disk.md");
            assertThat(facts.title()).isEqualTo(Reading.TITLE);
            assertThat(facts.facts().display()).contains("Find what fills the disk", "Full disks");
        });
    }

    @Test
    void whatNoPageIsAboutFindsNothing() throws InterruptedException {
        assertThat(ask(shelf(MODEL), "checkout answers with error 502 since the release"))
                .isInstanceOf(Observation.NothingFound.class);
    }

    @Test
    void withoutAModelWordsAreEnough() throws InterruptedException {
        assertThat(found(shelf(Embedder.none("none here")), "log files fill the volumes of hosts"))
                .hasSize(1);
    }

    @Test
    void aPageThatWasAddedIsFoundAfterAWhile() throws IOException, InterruptedException {
        var shelf = shelf(MODEL);
        var problem = "the TLS certificate of the shop has expired";
        assertThat(found(shelf, problem)).isEmpty();
        Files.writeString(folder.resolve("tls.md"), "# Certificates\n\nRenew a TLS certificate that has expired.");

        assertThat(found(shelf, problem)).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        while (found(shelf, problem).isEmpty()) Thread.onSpinWait();

        assertThat(found(shelf, problem)).hasSize(1);
    }

    @Test
    void aFolderWithoutPagesSaysSo() throws IOException, InterruptedException {
        Files.delete(folder.resolve("payroll.md"));
        Files.delete(folder.resolve("storage/disk.md"));

        assertThat(ask(shelf(MODEL), "anything"))
                .isInstanceOfSatisfying(
                        Observation.CouldNotLook.class,
                        answer -> assertThat(answer.reason()).contains("no pages in", folder.toString()));
    }
}
