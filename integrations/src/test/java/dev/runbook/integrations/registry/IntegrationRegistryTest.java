package dev.runbook.integrations.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.capability.Chat;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class IntegrationRegistryTest {

    private static final OperationName POST = new OperationName(Capability.CHAT, "post_message");
    private static final OperationName READ = new OperationName(Capability.CHAT, "get_messages");
    private static final IdempotencyKey KEY = new IdempotencyKey("k");

    private static CallContext within(Duration timeout) {
        return new CallContext(new IncidentId("INC-1"), Map.of(), timeout);
    }

    private static final CallContext PATIENT = within(Duration.ofSeconds(30));
    private static final CallContext IMPATIENT = within(Duration.ofMillis(20));

    private static Arguments arguments(OperationName name) {
        return Operations.CATALOGUE
                .get(name)
                .check(
                        name.equals(POST)
                                ? Value.fields("channel", "#ops", "text", "hi")
                                : Value.fields("channel", "#ops"));
    }

    private static IntegrationRegistry with(Chat chat) {
        return IntegrationRegistry.of(List.of(chat));
    }

    @Test
    void aSlowReadIsNotAnEmptyAnswer() throws InterruptedException {
        var chat = new HangingChat();

        assertThat(with(chat).observe(READ, arguments(READ), IMPATIENT))
                .isEqualTo(new Observation.CouldNotLook("slow did not answer chat.get_messages within 20ms", true));
        chat.interrupted.await();
    }

    @Test
    void aSlowActIsUnclear() throws InterruptedException {
        assertThat(with(new HangingChat()).act(POST, arguments(POST), KEY, IMPATIENT))
                .isEqualTo(new Outcome.Unclear("slow did not answer chat.post_message within 20ms"));
        assertThat(with(new HangingChat()).occurred(POST, arguments(POST), KEY, IMPATIENT))
                .isInstanceOf(Occurrence.CannotTell.class);
    }

    @Test
    void whatAnIntegrationThrowsIsAnAnswerWithoutItsMessage() throws InterruptedException {
        var registry = with(new ThrowingChat());

        assertThat(registry.observe(READ, arguments(READ), PATIENT))
                .isEqualTo(new Observation.CouldNotLook(
                        "broken broke on chat.get_messages: IllegalStateException", false));
        assertThat(registry.act(POST, arguments(POST), KEY, PATIENT))
                .isEqualTo(new Outcome.Unclear("broken broke on chat.post_message: IllegalStateException"));
        assertThat(registry.occurred(POST, arguments(POST), KEY, PATIENT)).isInstanceOf(Occurrence.CannotTell.class);
    }

    @Test
    void aCapabilityThatNobodyHasIsAnAnswerToo() throws InterruptedException {
        var registry = IntegrationRegistry.of(List.of());

        assertThat(registry.observe(READ, arguments(READ), PATIENT))
                .isEqualTo(new Observation.CouldNotLook("no integration answers for chat.get_messages", false));
        assertThat(registry.act(POST, arguments(POST), KEY, PATIENT)).isInstanceOf(Outcome.Refused.class);
        assertThat(registry.sourceOf(Capability.CHAT)).isEqualTo("none");
    }

    @Test
    void aReadCannotBeDoneNorAChangeBeAsked() {
        var registry = with(new HangingChat());

        assertThatThrownBy(() -> registry.observe(POST, arguments(POST), PATIENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chat.post_message does not only read");
        assertThatThrownBy(() -> registry.act(READ, arguments(READ), KEY, PATIENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chat.get_messages changes nothing");
    }

    @Test
    void whatNobodyCouldLookAtStaysOpen() throws InterruptedException {
        assertThat(IntegrationRegistry.of(List.of(new HangingChat(), new ThrowingChat()))
                        .observe(READ, arguments(READ), IMPATIENT))
                .isEqualTo(new Observation.CouldNotLook(
                        "broken broke on chat.get_messages: IllegalStateException; slow did not answer"
                                + " chat.get_messages within 20ms",
                        true));
    }

    @Test
    void severalAnswersAreOneWithWhoSawWhatAndWhatOneCouldNotSeeIsAGap() {
        var one = new Observation.Found(
                        List.of(new Content.Facts("a", "t", Value.of(1))), Value.of(List.of(1)), List.of("more"))
                .seenBy("datadog (live)");
        var two = new Observation.Found(List.of(new Content.Facts("b", "t", Value.of(2))), Value.of(List.of(2)))
                .seenBy("aws (live)");

        assertThat(Together.merge(List.of(one, two, nothing(), new Observation.CouldNotLook("refused", false))))
                .isEqualTo(new Observation.Found(
                        List.of(new Content.Facts("a", "t", Value.of(1)), new Content.Facts("b", "t", Value.of(2))),
                        Value.of(List.of(1, 2)),
                        List.of("more", "refused"),
                        List.of("datadog (live)", "aws (live)")));
        assertThat(Together.merge(List.of(nothing(), nothing()))).isEqualTo(nothing());
    }

    private static Observation nothing() {
        return new Observation.NothingFound(Value.of(List.of()));
    }

    @Test
    void whatTheLiveOneLeavesOpenIsNotDoneByAnother() throws InterruptedException {
        var registry = IntegrationRegistry.of(List.of(new HangingChat(), new ThrowingChat()));

        assertThat(registry.integrations()).extracting(i -> i.name()).containsExactly("broken", "slow");
        assertThat(registry.act(POST, arguments(POST), KEY, IMPATIENT))
                .isEqualTo(new Outcome.Unclear("broken broke on chat.post_message: IllegalStateException"));
        assertThat(registry.only("slow").integrations()).hasSize(1);
    }

    /// Answers only when it is interrupted.
    private static final class HangingChat implements Chat {
        private final CountDownLatch interrupted = new CountDownLatch(1);

        private AssertionError hang() throws InterruptedException {
            try {
                new CountDownLatch(1).await();
                return new AssertionError("nothing counts down");
            } finally {
                interrupted.countDown();
            }
        }

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Mode mode() {
            return Mode.MOCK;
        }

        @Override
        public Outcome postMessage(String channel, Post post, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            throw hang();
        }

        @Override
        public Outcome updateMessage(String channel, String ts, String text, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            throw hang();
        }

        @Override
        public Outcome uploadFile(
                String channel,
                String name,
                String text,
                Optional<String> thread,
                IdempotencyKey key,
                CallContext context)
                throws InterruptedException {
            throw hang();
        }

        @Override
        public Observation messages(String channel, int limit, CallContext context) throws InterruptedException {
            throw hang();
        }

        @Override
        public Occurrence occurred(
                OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            throw hang();
        }
    }

    private static final class ThrowingChat implements Chat {
        private static IllegalStateException secret() {
            return new IllegalStateException("token xoxb-123 refused");
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Mode mode() {
            return Mode.LIVE;
        }

        @Override
        public Outcome postMessage(String channel, Post post, IdempotencyKey key, CallContext context) {
            throw secret();
        }

        @Override
        public Outcome updateMessage(String channel, String ts, String text, IdempotencyKey key, CallContext context) {
            throw secret();
        }

        @Override
        public Outcome uploadFile(
                String channel,
                String name,
                String text,
                Optional<String> thread,
                IdempotencyKey key,
                CallContext context) {
            throw secret();
        }

        @Override
        public Observation messages(String channel, int limit, CallContext context) {
            throw secret();
        }

        @Override
        public Occurrence occurred(
                OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context) {
            throw secret();
        }
    }
}
