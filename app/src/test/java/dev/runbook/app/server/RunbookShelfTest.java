package dev.runbook.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.Workshop.Flaw;
import dev.runbook.app.web.Workshop.Version;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookShelfTest {

    private static final Runbook PRESENT =
            RunbookFixture.highCpu(RiskLevel.HIGH).build();
    private static final String FROM = PRESENT.digest().hex();

    @TempDir
    private Path folder;

    private RunbookShelf shelf;
    private Path file;

    @BeforeEach
    void aLibrary() throws IOException {
        shelf = new RunbookShelf(folder, folder.resolve("versions"), SettableClock.atNoon());
        file = Files.writeString(folder.resolve("high_cpu.yaml"), "as it was");
    }

    private Optional<String> save(String from, Flaw... flaws) {
        return shelf.save("high_cpu", "as it is", from, () -> Optional.of(PRESENT), List.of(flaws));
    }

    @Test
    void aTextIsWrittenAndTheOneBeforeIsKept() {
        assertThat(save(FROM)).isEmpty();

        assertThat(file).hasContent("as it is");
        assertThat(shelf.versions("high_cpu")).containsExactly(new Version(FROM, SettableClock.NOON, PRESENT.source()));
    }

    @Test
    void whatSomebodyElseHasWrittenMeanwhileIsNotLost() {
        assertThat(save("0".repeat(64))).get().asString().contains("Somebody else has changed");

        assertThat(file).hasContent("as it was");
    }

    @Test
    void aTextWithAnErrorIsNotWrittenAndOneWithAWarningIs() {
        var error = new Flaw("high_cpu.yaml", 3, 1, true, "unknown-key", "'x' is no key.", "Write y.");
        assertThat(save(FROM, error)).contains("Line 3: 'x' is no key. Write y.");
        assertThat(file).hasContent("as it was");

        assertThat(save(FROM, new Flaw("high_cpu.yaml", 3, 1, false, "style", "odd.", "")))
                .isEmpty();
    }

    @Test
    void aRunbookThatIsNotThereIsNotMade() {
        assertThat(shelf.save("none", "x", FROM, Optional::empty, List.of())).isPresent();
        assertThat(folder.resolve("none.yaml")).doesNotExist();
        assertThat(shelf.versions("none")).isEmpty();
    }
}
