package dev.runbook.ml.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.ml.logs.PatternChange.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatternComparisonTest {

    private final PatternComparison comparison = new PatternComparison();
    private long line;

    @Test
    void whatTheBaselineHasNoneOfIsNew() {
        baseline("request served in 5 ms", 100);
        window("request served in 7 ms", 100);
        window("pool exhausted after 30 s", 2);

        var change = comparison.changes().getFirst();

        assertThat(change.kind()).isEqualTo(Kind.NEW);
        assertThat(change.template().text()).isEqualTo("pool exhausted after <*>");
        assertThat(change.now()).isEqualTo(2);
        assertThat(change.first().line()).isEqualTo(201);
    }

    @Test
    void whatWasDueAndDidNotComeHasVanished() {
        baseline("heartbeat 1 sent", 50);
        baseline("request served", 50);
        window("request served", 60);

        assertThat(kind("heartbeat <*> sent")).isEqualTo(Kind.VANISHED);
        assertThat(kind("request served")).isEqualTo(Kind.STEADY);
    }

    @Test
    void aRateBurstsAgainstTheLengthOfTheWindow() {
        baseline("retry 1", 60);
        window("retry 2", 60);

        assertThat(comparison.changes(1).getFirst().kind()).isEqualTo(Kind.STEADY);
        assertThat(comparison.changes(0.1).getFirst().kind()).isEqualTo(Kind.BURSTING);
    }

    @Test
    void aFewMoreOfARareTemplateIsNoBurst() {
        baseline("cache rebuilt", 1);
        baseline("request served", 99);
        window("cache rebuilt", 3);
        window("request served", 97);

        assertThat(kind("cache rebuilt")).isEqualTo(Kind.STEADY);
    }

    @Test
    void troublingChangesComeFirst() {
        baseline("request served", 10);
        window("cache warmed", 9);
        comparison.window(event(LogLevel.ERROR, "payment refused"));

        assertThat(comparison.changes().getFirst().template().text()).isEqualTo("payment refused");
    }

    @Test
    void theSameMessageWithAnotherExceptionIsAnotherPattern() {
        baseline("request failed", 1);
        comparison.window(new LogEvent(
                2,
                9,
                java.util.Optional.empty(),
                LogLevel.ERROR,
                "request failed",
                "java.sql.SQLTimeoutException",
                List.of()));

        assertThat(comparison.changes().getFirst().kind()).isEqualTo(Kind.NEW);
    }

    @Test
    void templatesThatMergeInTheWindowKeepTheirPast() {
        Stream.of("ann", "bob", "eve").forEach(n -> baseline("password of " + n + " refused here", 10));
        Stream.of("git", "ftp", "www", "ann").forEach(n -> window("password of " + n + " refused here", 10));

        var changes = comparison.changes();

        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().before()).isEqualTo(30);
        assertThat(changes.getFirst().now()).isEqualTo(40);
        assertThat(changes.getFirst().kind()).isEqualTo(Kind.STEADY);
    }

    @Test
    void aWindowCannotBeShorterThanNothing() {
        assertThatThrownBy(() -> comparison.changes(-1)).hasMessageContaining("-1");
    }

    private Kind kind(String template) {
        return comparison.changes().stream()
                .filter(c -> c.template().text().equals(template))
                .findFirst()
                .orElseThrow()
                .kind();
    }

    private void baseline(String message, int times) {
        for (int i = 0; i < times; i++) comparison.baseline(event(LogLevel.INFO, message));
    }

    private void window(String message, int times) {
        for (int i = 0; i < times; i++) comparison.window(event(LogLevel.INFO, message));
    }

    private LogEvent event(LogLevel level, String message) {
        return LogEvent.of(++line, Instant.EPOCH.plusSeconds(line), level, message);
    }

    @Test
    void theLastEventIsThatOfTheWindow() {
        baseline("retry 1", 3);
        window("retry 2", 4);

        var change = comparison.changes().getFirst();

        assertThat(change.first().line()).isEqualTo(4);
        assertThat(change.last().line()).isEqualTo(7);
    }
}
