package dev.runbook.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {

    private static FreeSpace with(OptionalLong free) {
        return new FreeSpace(Path.of("/var/data"), () -> free);
    }

    @Test
    void aDiskThatIsNearlyFullIsNamedWithWhatToDo() {
        assertThat(with(OptionalLong.of(100L << 20)).problem())
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("/var/data has only 100 MiB left", "make at least 256 MiB free there"));
    }

    @Test
    void aDiskWithRoomIsNoProblem() {
        assertThat(with(OptionalLong.of(256L << 20)).problem()).isEmpty();
    }

    @Test
    void whereNothingCanBeToldNothingIsSaid(@TempDir Path folder) {
        assertThat(with(OptionalLong.empty()).problem()).isEmpty();
        assertThat(FreeSpace.of(folder.resolve("gone")).problem()).isEmpty();
    }
}
