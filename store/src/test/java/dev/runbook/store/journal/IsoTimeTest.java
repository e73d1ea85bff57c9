package dev.runbook.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IsoTimeTest {

    @Test
    void whatATimeWritesIsReadBack() {
        var dice = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            int nanos = List.of(
                            0,
                            1_000_000 * dice.nextInt(1000),
                            1000 * dice.nextInt(1_000_000),
                            dice.nextInt(1_000_000_000))
                    .get(dice.nextInt(4));
            var time = Instant.ofEpochSecond(dice.nextLong(-62_167_219_200L, 300_000_000_000L), nanos);

            assertThat(IsoTime.parse(time.toString())).isEqualTo(time);
        }
    }

    @Test
    void otherWaysToWriteItAreReadTooAndWhatIsNoTimeIsRefused() {
        assertThat(IsoTime.parse("2026-02-28T10:00:00.5Z")).isEqualTo(Instant.parse("2026-02-28T10:00:00.5Z"));
        assertThat(IsoTime.parse("2026-02-28T10:00:00+01:00")).isEqualTo(Instant.parse("2026-02-28T09:00:00Z"));
        for (var wrong : List.of(
                "",
                "Z",
                "2026-02-29T10:00:00Z",
                "2026-13-01T10:00:00Z",
                "2026-01-01T24:30:00Z",
                "2026-01-01T10:00:00",
                "2026-01-01 10:00:00Z",
                "2026-01-01T1a:00:00Z"))
            assertThatThrownBy(() -> IsoTime.parse(wrong)).as(wrong).isInstanceOf(DateTimeParseException.class);
    }
}
