package dev.runbook.integrations.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.integrations.registry.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What comes from outside as text, and how it is read.
class ReadingTest {

    private static final Instant NOW = Instant.parse("2025-11-03T10:00:00Z");

    @Test
    void retryAfterIsSecondsOrADate() {
        assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Mon, 03 Nov 2025 10:01:30 GMT", NOW)).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.parse("Mon, 03 Nov 2025 09:00:00 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
        assertThat(RetryAfter.parse("-5", NOW)).isEmpty();
        assertThat(RetryAfter.parse("999999999999", NOW)).contains(Duration.ofDays(365));
        assertThat(RetryAfter.seconds("1.5")).contains(Duration.ofMillis(1500));
        assertThat(RetryAfter.untilEpoch(Long.toString(NOW.getEpochSecond() + 7), NOW))
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void aBaseUrlIsHttpsOrOnThisMachine() {
        for (var fine : List.of(
                "https://api.pagerduty.com",
                "https://acme.example/proxy/pd",
                "http://127.0.0.1:8089",
                "http://localhost:8089/pd",
                "http://[::1]:8089"))
            assertThat(BaseUrl.parse("X_BASE_URL", fine + "/").toString()).isEqualTo(fine);
    }

    @Test
    void aBaseUrlThatWouldShowSecretsIsRefusedByTheNameOfItsVariable() {
        for (var wrong : List.of(
                "http://api.pagerduty.com",
                "http://127.0.0.1.evil.example",
                "http://10.0.0.1",
                "ftp://127.0.0.1",
                "https://user:pass@api.example",
                "https://api.example?x=1",
                "api.example",
                "https://",
                "not a url"))
            assertThatThrownBy(() -> BaseUrl.parse("X_BASE_URL", wrong))
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("X_BASE_URL")
                    .hasMessageNotContaining("pass");
    }

    @Test
    void secretsAreTakenOutInEveryShape() {
        var scrubber = new Scrubber(List.of(new Secret("p/w+rd=1"), new Secret("abc")));

        assertThat(scrubber.clean("a p/w+rd=1 b p%2Fw%2Brd%3D1 c p\\/w+rd=1 d cC93K3JkPTE= abc"))
                .isEqualTo("a *** b *** c *** d *** abc");
        assertThat(new Secret("hush").toString()).isEqualTo("***");
        assertThat(new Variables(Map.of("A", "hush")).toString()).isEqualTo("Variables[A]");
    }

    @Test
    void aPathTakesEachValueAsOneSegment() {
        assertThat(Request.get(Rate.perMinute("r", 1), "/a/{}/b/{}", "x/y z", "ü")
                        .target())
                .isEqualTo("/a/x%2Fy%20z/b/%C3%BC");
        assertThatThrownBy(() -> Request.get(Rate.perMinute("r", 1), "/a/{}", ".."))
                .hasMessage("'..' is no part of a path");
    }

    @Test
    void aListIsReadToItsEndOrItsCapAndTheCapIsAGap() throws Exception {
        Harvest.Reader<Integer, Integer> endless =
                cursor -> new Harvest.Page<>(List.of(1, 2), Optional.of(cursor.orElse(0) + 1));
        Harvest.Reader<Integer, Integer> three = cursor -> new Harvest.Page<>(
                cursor.orElse(0) == 1 ? List.of() : List.of(1),
                cursor.orElse(0) < 2 ? Optional.of(cursor.orElse(0) + 1) : Optional.empty());
        Harvest.Reader<Integer, Integer> stuck = _ -> new Harvest.Page<>(List.of(1), Optional.of(5));

        assertThat(Harvest.of("acme", 3, 100, endless).gap())
                .contains("acme has more than the 6 that were read in 3 pages");
        assertThat(Harvest.of("acme", 3, 5, endless))
                .isEqualTo(new Harvest<>(List.of(1, 2, 1, 2, 1), Optional.empty()));
        assertThat(Harvest.of("acme", 9, 100, three)).isEqualTo(new Harvest<>(List.of(1, 1), Optional.empty()));
        assertThat(Harvest.of("acme", 9, 100, stuck).items()).hasSize(2);
    }

    @Test
    void timesAreReadInTheShapesThatVendorsWriteThem() {
        assertThat(Nodes.instant("2025-11-03T10:00:00Z")).contains(NOW);
        assertThat(Nodes.instant("2025-11-03T11:00:00.000+0100")).contains(NOW);
        assertThat(Nodes.instant("yesterday")).isEmpty();
    }
}
