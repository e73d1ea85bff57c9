package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.incident.Actor;
import dev.runbook.ml.llm.StubbedEngine;
import dev.runbook.ml.llm.model.Limits;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.ModelStub;
import dev.runbook.ml.llm.stub.OpenAiStub;
import dev.runbook.ml.llm.stub.Reply;
import dev.runbook.ml.offline.OfflineEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A whole incident from report to post-mortem with a model that fails at everything it is asked.
class FailingModelTest {

    private static final Rehearsal.Approver YES = (_, request) ->
            Optional.of(new Command.Approve(new Actor.Operator("ann"), request.id(), request.planHash(), "go ahead"));

    private static final Configuration OFFLINE = Configuration.read(Map.of(), Map.of(), Path.of(".."));
    private static final OfflineEngine FLOOR = OfflineEngine.create();

    /// How a model fails, and what the timeline says of it.
    record Failure(String name, Reply reply, Limits limits, String words) {
        Failure(String name, Reply reply, String words) {
            this(name, reply, StubbedEngine.LIMITS, words);
        }
    }

    record Protocol(String name, Supplier<ModelStub> stub) {}

    record Case(Protocol protocol, Failure failure) {
        @Override
        public String toString() {
            return protocol.name() + ", " + failure.name();
        }
    }

    static Stream<Case> cases() {
        var protocols = Stream.of(
                new Protocol("Messages API", AnthropicStub::new), new Protocol("chat completions", OpenAiStub::new));
        return protocols.flatMap(protocol -> failures().map(failure -> new Case(protocol, failure)));
    }

    private static Stream<Failure> failures() {
        return Stream.of(
                refused(400, "invalid_request_error", "the request was refused: 400"),
                refused(401, "authentication_error", "the key is not accepted: 401"),
                refused(403, "permission_error", "the key may not use it: 403"),
                refused(404, "not_found_error", "there is no such model or address: 404"),
                refused(413, "request_too_large", "the case is too long for it: 413"),
                refused(500, "api_error", "its server failed: 500"),
                refused(529, "overloaded_error", "it is overloaded: 529"),
                limited("429 for a moment", "1"),
                limited("429 for longer than there is", "1800"),
                new Failure("time-out", new Reply.Silence(), impatient(), "no answer"),
                new Failure("broken connection", new Reply.Break(), "broke"),
                new Failure("no JSON", new Reply.Nonsense("<html>oops"), "the answer is no JSON"),
                new Failure("JSON of another kind", new Reply.Nonsense("{}"), "the answer is no "),
                new Failure("refusal", Reply.says("").stopping("refusal"), "the model refused to answer"),
                new Failure("cut answer", Reply.says("I think").stopping("max_tokens"), "the answer was cut off"),
                new Failure("no answer at all", Reply.says(""), "the answer is no JSON object"),
                new Failure("idle talk", Reply.says("it is broken"), "the answer is no JSON object"),
                new Failure("wrong answer", Reply.concludes("verdict", 7), "the model's answer cannot be used"),
                new Failure("unknown tool", Reply.calls("rm_rf", "path", "/"), "the budget of 8 calls is spent"),
                new Failure(
                        "endless loop",
                        Reply.calls("compute_get_disk_usage", "host", "web-prod-03"),
                        "the budget of 8 calls is spent"));
    }

    private static Failure refused(int status, String type, String words) {
        return new Failure(String.valueOf(status), Reply.refuses(status, type), words);
    }

    private static Failure limited(String name, String seconds) {
        return new Failure(
                name,
                new Reply.Refusal(429, "rate_limit_error", Map.of("retry-after", seconds)),
                "it was asked too often: 429");
    }

    private static Limits impatient() {
        var usual = StubbedEngine.LIMITS;
        return new Limits(usual.calls(), usual.tokens(), usual.costMicros(), usual.time(), Duration.ofMillis(300));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theIncidentIsCuredAsWithoutAModelAndTheTimelineSaysWhy(Case one) throws InterruptedException {
        var stubbed = new StubbedEngine();
        try (var stub = one.protocol().stub().get().always(one.failure().reply())) {
            var run = played(stubbed, stub, one.failure().limits());

            assertThat(run.differences()).isEmpty();
            assertThat(run.cured()).isTrue();
            var checks = run.journal().stream()
                    .map(entry -> entry.stamped())
                    .filter(stamped -> stamped.event() instanceof Event.AnswerChecked)
                    .toList();
            assertThat(checks).isNotEmpty().allSatisfy(stamped -> {
                assertThat(((Event.AnswerChecked) stamped.event()).standing()).isEqualTo(Standing.OFFLINE);
                assertThat(Sentence.of(stamped)).startsWith("the offline engine answers instead of the model");
            });
            assertThat(Sentence.of(checks.getFirst())).contains(one.failure().words());
            assertThat(stub.violations()).as("what was wrong with our requests").isEmpty();
            assertThat(stub.requests()).hasSizeLessThanOrEqualTo(checks.size() * StubbedEngine.LIMITS.calls());
            assertThat(stubbed.waited())
                    .isLessThanOrEqualTo(StubbedEngine.LIMITS.time().multipliedBy(checks.size()));
            assertThat(run.journal().toString()).doesNotContain(StubbedEngine.KEY);
        }
    }

    private static ScenarioRun played(StubbedEngine stubbed, ModelStub stub, Limits limits)
            throws InterruptedException {
        var scenario = new ScenarioFolder(OFFLINE.scenarios()).find("high_cpu");
        var minds = stubbed.engine(stub, limits).over(Parts.minds(FLOOR));
        return ScenarioRun.play(OFFLINE, scenario, scenario.seed(), minds, YES, _ -> {}, _ -> {});
    }
}
