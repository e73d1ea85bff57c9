package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A session ends when its person has done nothing for long.
class IdleSessionTest {

    private final SettableClock clock = SettableClock.atNoon();
    private final TestServer server = new TestServer(clock);
    private final Browser rob = Browser.at(server).signedInAs("rob");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPageThatAsksForNewsByItselfDoesNotKeepItAlive() {
        rob.get("/dashboard");
        clock.advance(Duration.ofHours(3));
        assertThat(rob.byItself().get("/nav/waiting").status()).isEqualTo(200);

        clock.advance(Duration.ofHours(2));

        assertThat(rob.get("/dashboard").header("Location")).isEqualTo("/sign-in");
    }

    @Test
    void whatAPersonDoesKeepsItAlive() {
        rob.get("/dashboard");
        clock.advance(Duration.ofHours(3));
        rob.get("/dashboard");

        clock.advance(Duration.ofHours(3));

        assertThat(rob.get("/dashboard").status()).isEqualTo(200);
    }
}
