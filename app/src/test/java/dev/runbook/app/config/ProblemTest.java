package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.RiskLevel;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What comes back when a request cannot be done: always a problem, never a trace.
class ProblemTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final String INCIDENTS = "/api/v1/incidents";

    private final Caller ann = SERVER.as("ann");

    private static void isProblem(Caller.Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("/type")).isEqualTo("urn:runbook:problem:" + type);
        assertThat(answer.at("/title")).isNotEmpty();
        assertThat(answer.at("/detail")).isNotEmpty();
        assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "dev.runbook", "springframework", "jackson");
    }

    @AfterEach
    void mend() {
        SERVER.system.journal.breakDown(false);
    }

    @Test
    void whatIsNoJsonIsMalformed() {
        for (var body :
                List.of("{", "", "[1,", "text", "{\"text\": \"a\"} {}", "{\"text\": \"a\", \"text\": \"b\"}", "null"))
            isProblem(ann.post(INCIDENTS, body), 400, "malformed-request");
        isProblem(ann.post(INCIDENTS, "{\"text\": {\"a\": 1}}"), 400, "malformed-request");
        isProblem(ann.post(INCIDENTS, "[".repeat(5000)), 400, "malformed-request");
    }

    @Test
    void aFieldThatNobodyKnowsIsNamed() {
        var answer = ann.post(INCIDENTS, "{\"text\": \"slow\", \"hots\": \"web-1\"}");

        isProblem(answer, 400, "unknown-field");
        assertThat(answer.at("/detail")).contains("'hots'", "host");
    }

    @Test
    void everythingThatMakesNoSenseIsSaidAtOnce() {
        var answer = ann.post(INCIDENTS, """
            {"text": " ", "host": "web\\u0000", "scenario": "earthquake"}\
            """);

        isProblem(answer, 422, "invalid");
        assertThat(answer.json().at("/errors").findValuesAsString("field")).containsExactly("text", "host", "scenario");
        assertThat(answer.at("/detail")).contains("high_cpu");
    }

    @Test
    void aScenarioThatDoesNotExistIsRefusedAsALabelToo() {
        var answer = ann.post(INCIDENTS, "{\"text\": \"slow\", \"labels\": {\"scenario\": \"earthquake\"}}");

        isProblem(answer, 422, "invalid");
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        isProblem(ann.post(INCIDENTS, "{\"text\": \"" + "x".repeat(20_001) + "\"}"), 422, "invalid");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        var large = "{\"text\": \"" + "x".repeat(1 << 20) + "\"}";
        isProblem(ann.post(INCIDENTS, large), 413, "body-too-large");

        // Without its length announced.
        var request = ann.with("Content-Type", "application/json")
                .request(INCIDENTS)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(large)))
                .build();
        isProblem(new Caller.Answer(ann.client().send(request, BodyHandlers.ofString())), 413, "body-too-large");
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        isProblem(ann.get(INCIDENTS + "/INC-zzz"), 404, "not-found");
        isProblem(ann.get(INCIDENTS + "/%3Cscript%3E"), 404, "not-found");
        isProblem(ann.get(INCIDENTS + "/INC-zzz/timeline"), 404, "not-found");
        isProblem(ann.with("Accept", "text/event-stream").get(INCIDENTS + "/INC-zzz/events"), 404, "not-found");
        isProblem(ann.get("/api/v1/runbooks/none"), 404, "not-found");
        isProblem(ann.get("/api/v1/nowhere"), 404, "not-found");
        isProblem(ann.post("/api/v1/scenarios/earthquake/start", "{}"), 404, "not-found");
    }

    /// Tomcat refuses these before any of our code is asked.
    @Test
    void anAddressThatCannotBeReadIsAProblemToo() {
        for (var path : List.of("/%00", "/INC-%00", "/%ff", "/..%2f..%2fetc", "/a;b=c"))
            isProblem(ann.get(INCIDENTS + path), 400, "malformed-request");
        assertThat(ann.get(INCIDENTS + "/a;b=c").at("/instance")).isEqualTo(INCIDENTS + "/a;b=c");
    }

    @Test
    void aNumberIsNoText() {
        isProblem(ann.post(INCIDENTS, "{\"text\": 5}"), 400, "malformed-request");
        isProblem(ann.post(INCIDENTS, "{\"text\": true}"), 400, "malformed-request");
    }

    @Test
    void theWrongMethodIsToldTheRightOne() {
        var answer = ann.send("DELETE", INCIDENTS + "/INC-1", null);

        isProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("GET");
    }

    @Test
    void theWrongMediaTypeIsRefused() {
        isProblem(ann.submit(INCIDENTS, "text=slow"), 415, "unsupported-media-type");
        isProblem(ann.with("Accept", "application/xml").get(INCIDENTS), 406, "not-acceptable");
    }

    @Test
    void aListIsAskedForWithinItsBounds() {
        isProblem(ann.get(INCIDENTS + "?limit=many"), 400, "malformed-request");
        isProblem(ann.get(INCIDENTS + "?limit=0&offset=-1&phase=lost&severity=awful"), 422, "invalid");
    }

    @Test
    void whoIsNotSignedInIsTold() {
        isProblem(SERVER.caller().get(INCIDENTS), 401, "unauthenticated");
        isProblem(SERVER.caller().post(INCIDENTS, "{}"), 401, "unauthenticated");
        isProblem(SERVER.as("stranger").get(INCIDENTS), 401, "unauthenticated");
    }

    @Test
    void whoMayNotIsToldWhichRoleMay() {
        var id = SERVER.system.waitingFor(RiskLevel.HIGH, "rob");

        var answer = SERVER.as("rob").post(INCIDENTS + "/" + id + "/approvals/ap-1", "{\"decision\": \"deny\"}");

        isProblem(answer, 403, "forbidden");
        assertThat(answer.at("/detail")).contains("approver", "rob is responder");
        isProblem(SERVER.as("eve").post(INCIDENTS, "{\"text\": \"slow\"}"), 403, "forbidden");
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        SERVER.system.journal.breakDown(true);

        var answer = ann.post(INCIDENTS, "{\"text\": \"slow\"}");

        isProblem(answer, 503, "journal-unavailable");
        assertThat(answer.body()).doesNotContain("sda1");
    }

    @Test
    void anAddressThatIsNoneGetsAPlainAnswer() {
        var page = SERVER.as("ann").get("/incidents/INC-zzz");

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("There is no incident INC-zzz").doesNotContain("Exception");
        assertThat(ann.get("/incidents/..%2f..%2fetc").status()).isEqualTo(400);
    }
}
