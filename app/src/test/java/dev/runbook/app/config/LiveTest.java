package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.app.web.live.LiveAnswers;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.value.Digest;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Server-sent events on the real server.
class LiveTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final SmallSystem SYSTEM = SERVER.system;

    private static List<Long> upTo(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void aStreamBeginsWithWhatHappenedAndGoesOnWithWhatHappens() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        long before = SYSTEM.incident(id).seq();
        try (var stream = Listener.on(SERVER.as("eve"), "/api/v1/incidents/" + id + "/events")) {
            assertThat(stream.take((int) before)).extracting(Listener.Event::id).isEqualTo(upTo(1, before));

            SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"one\\ntwo\"}");

            var next = stream.take(1).getFirst();
            assertThat(next.id()).isEqualTo(before + 1);
            assertThat(next.name()).isEqualTo("entry");
            assertThat(next.data().at("/data/text").asString()).isEqualTo("one\ntwo");
        }
    }

    @Test
    void whoComesBackMissesNothingAndSeesNothingTwice() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var path = "/api/v1/incidents/" + id + "/events";
        var eve = SERVER.as("eve");
        long seen;
        try (var stream = Listener.on(eve, path)) {
            seen = stream.take(4).getLast().id();
        }
        SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"while you were away\"}");
        long last = SYSTEM.incident(id).seq();

        try (var stream = Listener.on(eve.with("Last-Event-ID", String.valueOf(seen)), path)) {
            assertThat(stream.take((int) (last - seen)))
                    .extracting(Listener.Event::id)
                    .isEqualTo(upTo(seen + 1, last));
        }
        try (var stream = Listener.on(eve, path + "?after=" + (last - 1))) {
            assertThat(stream.take(1).getFirst().id()).isEqualTo(last);
        }
    }

    @Test
    @SuppressWarnings("try") // An answer may end before its block does.
    void anAnswerIsToldAsItGrowsAndAgainToWhoComesBack() {
        var answers = SERVER.context().getBean(LiveAnswers.class);
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        long seen = SYSTEM.incident(id).seq();
        var path = "/api/v1/incidents/" + id + "/events?after=" + seen;
        try (var answer = answers.begin(id)) {
            try (var stream = Listener.on(SERVER.as("eve"), path)) {
                assertThat(said(stream)).isEmpty();
                answer.looks("metrics");
                assertThat(stream.take(1).getFirst().data().at("/0/looking").asString())
                        .isEqualTo("metrics");
                answer.says("One.");
                assertThat(said(stream)).containsExactly("One.");
            }
            answer.says("Two.");
            try (var again = Listener.on(SERVER.as("eve"), path)) {
                assertThat(said(again)).containsExactly("One.", "Two.");
                answer.close();
                assertThat(again.take(1).getFirst().data().isEmpty()).isTrue();
            }
        }
    }

    private static List<String> said(Listener stream) {
        var event = stream.take(1).getFirst();
        assertThat(event.name()).isEqualTo("answers");
        assertThat(event.id()).isZero();
        return event.data()
                .at("/0/sentences")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void aStreamOfAllSaysWhichIncidentsChange() {
        try (var stream = Listener.on(SERVER.as("eve"), "/api/v1/events")) {
            assertThat(stream.take(1).getFirst().name()).isEqualTo("ready");

            var id = SERVER.as("rob")
                    .post("/api/v1/incidents", "{\"text\": \"slow\"}")
                    .at("/id");

            var change = stream.take(1).getFirst();
            assertThat(change.name()).isEqualTo("incident");
            assertThat(change.data().at("/id").asString()).isEqualTo(id);
            assertThat(change.data().at("/phase").asString()).isEqualTo("reported");
        }
    }

    @Test
    void aStreamEndsWhenItsTokenIsRevoked() {
        SERVER.accounts.letting("short-lived", "eve");
        endsOnceSomethingHappened(
                SERVER.as("short-lived"),
                () -> SERVER.accounts.revoke("eve", Digest.of("short-lived"), SYSTEM.clock.instant()));
    }

    @Test
    void aStreamEndsWhenItsSessionDoes() {
        var eve = Browser.at(SERVER).signedInAs("eve");
        endsOnceSomethingHappened(
                SERVER.caller().with("Cookie", "runbook=" + eve.session()), () -> eve.submit("/", "/sign-out", ""));
    }

    private static void endsOnceSomethingHappened(Caller listener, Runnable leave) {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        int others = SYSTEM.journal.listeners();
        try (var stream = Listener.on(listener, "/api/v1/incidents/" + id + "/events")) {
            stream.take(1);
            leave.run();

            await().untilAsserted(() -> {
                SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"secret?\"}");
                assertThat(SYSTEM.journal.listeners()).isLessThanOrEqualTo(others);
            });
        }
    }

    @Test
    void whoGoesIsForgotten() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        int others = SYSTEM.journal.listeners();
        var stream = Listener.on(SERVER.as("eve"), "/api/v1/incidents/" + id + "/events");
        stream.take(1);

        stream.close();

        await().untilAsserted(() -> {
            // A lost connection shows when something is written to it.
            SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"hello?\"}");
            assertThat(SYSTEM.journal.listeners()).isLessThanOrEqualTo(others);
        });
    }
}
