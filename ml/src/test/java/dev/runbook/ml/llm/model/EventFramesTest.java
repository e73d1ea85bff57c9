package dev.runbook.ml.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.ml.llm.model.ModelFailure.Kind;
import dev.runbook.ml.llm.stub.EventFrame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Amazon's event stream encoding, wherever its messages are cut.
class EventFramesTest {

    private final List<String> events = new ArrayList<>();
    private final EventFrames frames = new EventFrames(events::add);

    @Test
    void eventsAreReadHoweverTheyAreCut() {
        var one = EventFrame.chunk("{\"type\":\"ping\"}");
        var two = EventFrame.chunk("{\"type\":\"größer\"}");
        for (var bytes : List.of(one, two)) for (var each : bytes) frames.take(new byte[] {each});

        var both = new byte[one.length + two.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        frames.take(both);

        assertThat(events)
                .containsExactly(
                        "{\"type\":\"ping\"}", "{\"type\":\"größer\"}", "{\"type\":\"ping\"}", "{\"type\":\"größer\"}");
    }

    /// Of [Smithy's examples](https://github.com/awslabs/aws-c-event-stream): a message with one header and
    /// a payload.
    @Test
    void aMessageThatOthersWroteIsRead() {
        frames.take(HexFormat.of()
                .parseHex(
                        "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f27"
                                + "3a27626172277d8d9c08b1"));

        assertThat(events).as("it is of another kind").isEmpty();
    }

    private Kind failure(byte[] bytes) {
        return catchThrowableOfType(ModelFailure.class, () -> new EventFrames(events::add).take(bytes))
                .kind();
    }

    private static byte[] exception(String type) {
        return EventFrame.of(
                Map.of(":message-type", "exception", ":exception-type", type), "{\"message\":\"as it is\"}");
    }

    @Test
    void anExceptionInTheStreamHasItsKind() {
        assertThat(failure(exception("throttlingException"))).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure(exception("modelStreamErrorException"))).isEqualTo(Kind.BROKEN_SERVER);
        assertThat(failure(exception("validationException"))).isEqualTo(Kind.REJECTED);
        assertThat(failure(exception("serviceUnavailableException"))).isEqualTo(Kind.OVERLOADED);
        assertThat(failure(exception("modelTimeoutException"))).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure(EventFrame.of(
                        Map.of(":message-type", "error", ":error-code", "InternalFailure", ":error-message", "oh"),
                        "")))
                .isEqualTo(Kind.BROKEN_SERVER);
    }

    @Test
    void whatIsDamagedIsNoAnswer() {
        var changed = EventFrame.chunk("{}");
        changed[changed.length - 6] ^= 1;
        assertThat(failure(changed)).isEqualTo(Kind.MALFORMED);

        var shortened = EventFrame.chunk("{}");
        shortened[0] = 127;
        assertThat(failure(shortened)).isEqualTo(Kind.MALFORMED);

        assertThat(failure(
                        EventFrame.of(Map.of(":message-type", "event", ":event-type", "chunk"), "{\"bytes\":\"%%\"}")))
                .isEqualTo(Kind.MALFORMED);
        assertThat(failure(EventFrame.of(Map.of(":message-type", "event", ":event-type", "chunk"), "<html>")))
                .isEqualTo(Kind.MALFORMED);
    }
}
