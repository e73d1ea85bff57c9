package dev.runbook.ml.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    @Test
    void aJavaStackTraceBelongsToTheMessageAboveIt() throws IOException {
        var events = read("""
                10:02 ERROR request failed
                java.lang.IllegalStateException: no connection
                \tat com.shop.Cart.load(Cart.java:12)
                \tat com.shop.Cart.main(Cart.java:3)
                Caused by: java.sql.SQLTimeoutException: after 30 s
                \tat com.db.Pool.get(Pool.java:99)
                \t... 12 more
                10:03 INFO next
                """);

        assertThat(events).hasSize(2);
        assertThat(events.getFirst().message()).isEqualTo("10:02 ERROR request failed");
        assertThat(events.getFirst().level()).isEqualTo(LogLevel.ERROR);
        assertThat(events.getFirst().exception()).isEqualTo("java.sql.SQLTimeoutException");
        assertThat(events.getFirst().lines()).isEqualTo(7);
        assertThat(events.getLast().line()).isEqualTo(8);
    }

    @Test
    void aPythonTracebackEndsWithItsError() throws IOException {
        var events = read("""
                ERROR could not save
                Traceback (most recent call last):
                  File "app.py", line 3, in save
                    db.write(x)
                ValueError: too long
                Error: this is another message
                """);

        assertThat(events).hasSize(2);
        assertThat(events.getFirst().exception()).isEqualTo("ValueError");
    }

    @Test
    void aGoPanicKeepsItsGoroutines() throws IOException {
        var events = read("""
                panic: assignment to entry in nil map
                goroutine 1 [running]:
                main.handle(0xc000010)
                \t/app/main.go:12 +0x1d
                created by main.main
                started again
                """);

        assertThat(events).hasSize(2);
    }

    @Test
    void aMessageThatNamesAnExceptionStandsAlone() throws IOException {
        assertThat(read("one\njava.io.IOException: reset by peer\ntwo\n")).hasSize(3);
    }

    @Test
    void aStructuredLineGivesItsMessageAndLevel() throws IOException {
        var event = read("{\"ts\":1,\"level\":\"error\",\"ctx\":{\"msg\":\"no\"},\"msg\":\"pool \\\"a\\\" is empty\"}")
                .getFirst();

        assertThat(event.message()).isEqualTo("pool \"a\" is empty");
        assertThat(event.level()).isEqualTo(LogLevel.ERROR);
    }

    @Test
    void linesMayEndAnyWayAndTheLastNotAtAll() throws IOException {
        assertThat(read("a\r\nb\n\nc")).extracting(LogEvent::message).containsExactly("a", "b", "", "c");
        assertThat(read("")).isEmpty();
    }

    @Test
    void aLineWithoutEndIsCut() throws IOException {
        assertThat(read("x".repeat(300_000) + "\nnext"))
                .extracting(e -> e.message().length())
                .containsExactly(16_000, 4);
    }

    @Test
    void aLevelIsWhatTheHeaderStates() {
        assertThat(LogLevel.of("2024-01-01 10:00:00 WARN [main] c.s.Cart error while loading"))
                .isEqualTo(LogLevel.WARNING);
        assertThat(LogLevel.of("nginx [error] 12#0: upstream timed out")).isEqualTo(LogLevel.ERROR);
        assertThat(LogLevel.of("E0311 10:02:03.1 1 kubelet.go:1] sync failed")).isEqualTo(LogLevel.ERROR);
        assertThat(LogLevel.of("time=1 level=warning msg=x")).isEqualTo(LogLevel.WARNING);
        assertThat(LogLevel.of("no error so far")).isEqualTo(LogLevel.UNKNOWN);
    }

    private static List<LogEvent> read(String text) throws IOException {
        var reader = new EventReader(new StringReader(text));
        List<LogEvent> events = new ArrayList<>();
        for (var event = reader.next(); event != null; event = reader.next()) events.add(event);
        return events;
    }
}
