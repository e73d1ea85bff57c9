package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The pages, as a browser without scripts gets them.
class PagesTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final SmallSystem SYSTEM = SERVER.system;
    private static final String EVIL =
            "<script>alert('x')</script><img src=x onerror=alert(1)>\"'${1234567*9}[[${1234567*9}]]";
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    @Test
    void aProblemIsReportedByFormAndFollowedOnItsPage() {
        var rob = Browser.at(SERVER).signedInAs("rob");

        var answer = rob.submit("/", "/incidents", "text=checkout+is+slow&host=web-1&service=");

        var page = rob.get(answer.header("Location"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("checkout is slow", "reported by rob", "data-live");
    }

    @Test
    void aReportWithoutWordsComesBackWithTheReason() {
        var rob = Browser.at(SERVER).signedInAs("rob");

        var answer = rob.submit("/", "/incidents", "text=+&host=web-1");

        assertThat(answer.header("Location")).isEqualTo("/");
        assertThat(rob.get("/").body()).contains("text must be given");
    }

    @Test
    void aScenarioIsPlayedByOneClick() {
        var rob = Browser.at(SERVER).signedInAs("rob");

        var answer = rob.submit("/", "/scenarios/high_cpu/start", "");

        assertThat(rob.get(answer.header("Location")).body())
                .contains(HighCpu.report().text());
    }

    @Test
    void theDecisionCardSaysWhatIsAskedAndTakesTheAnswer() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var ann = Browser.at(SERVER).signedInAs("ann");
        var page = ann.get("/incidents/" + id).body();
        assertThat(page)
                .contains("compute.restart_service", "high risk needs one operator", "the metrics go back")
                .contains("data-seconds-left", "nothing is executed");
        var hash = SERVER.as("ann").get("/api/v1/incidents/" + id).at("/openRequest/planHash");

        ann.submit("/incidents/" + id, "/incidents/" + id + "/approvals/ap-1", "decision=approve&planHash=" + hash);
        SYSTEM.driveThroughTimers(id);

        assertThat(ann.get("/incidents/" + id).body())
                .contains("The problem is gone", "Post-mortem", "approved by ann");
    }

    @Test
    void aConversationBecomesAnIncidentAndAnswersWhatWasSeen() {
        var rob = Browser.at(SERVER).signedInAs("rob");
        var begun = rob.submit("/", "/chat", "text=the+processor+of+web-1+is+busy&host=web-1&service=checkout")
                .header("Location");
        assertThat(begun).startsWith("/chat/INC-");
        SYSTEM.drive(new IncidentId(begun.substring("/chat/".length())));

        rob.submit(begun, begun + "/messages", "text=What+about+cpu_usage%3F");
        rob.submit(begun, begun + "/messages", "text=Is+it+raining%3F");

        assertThat(rob.get(begun).body())
                .contains("This reads like", "What I think is wrong", "I recommend", "What was seen about it")
                .contains("Nothing that was seen speaks of this");
    }

    @Test
    void theDashboardHasTheListBehindEachNumber() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var eve = Browser.at(SERVER).signedInAs("eve");

        assertThat(eve.get("/dashboard?show=asked&severity=high").body()).contains(id.id(), "waits for approval");
        assertThat(eve.get("/dashboard?q=" + id).body()).contains(id.id());
        assertThat(eve.get("/dashboard?q=no+such+words&show=all").body()).contains("Nothing matches");
        assertThat(eve.get("/dashboard?show=what&severity=ever&page=-3").status())
                .isEqualTo(200);
    }

    @Test
    void whatWaitsForPeopleIsListedWhetherToDecideOrToTakeOver() {
        var escalated = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        SERVER.as("ann").post("/api/v1/incidents/" + escalated + "/approvals/ap-1", """
            {"decision": "deny", "reason": "not now", "planHash": "%s"}\
            """.formatted(
                        SERVER.as("ann").get("/api/v1/incidents/" + escalated).at("/openRequest/planHash")));
        SYSTEM.drive(escalated);
        var asked = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var ann = Browser.at(SERVER).signedInAs("ann");

        assertThat(ann.get("/dashboard").body()).contains("/dashboard?show=waiting#list");
        assertThat(ann.get("/dashboard?show=waiting&q=" + escalated).body()).contains("/incidents/" + escalated);
        assertThat(ann.get("/dashboard?show=waiting&q=" + asked).body()).contains("/incidents/" + asked);
    }

    @Test
    void anAlertThatWasNotCalledOffIsPointedOutWhenItsIncidentIsOver() {
        var alert = "{\"name\": \"StillHot\", \"service\": \"thermostat\", \"text\": \"hot\"}";
        SYSTEM.library.with(RunbookFixture.highCpu(RiskLevel.HIGH).build());
        var id = new IncidentId(SERVER.as("rob").post("/api/v1/alerts", alert).at("/incident"));
        SYSTEM.drive(id);
        var ann = Browser.at(SERVER).signedInAs("ann");
        assertThat(ann.get("/incidents/" + id).body()).contains("StillHot").doesNotContain("no all-clear came");
        var hash = SERVER.as("ann").get("/api/v1/incidents/" + id).at("/openRequest/planHash");

        ann.submit("/incidents/" + id, "/incidents/" + id + "/approvals/ap-1", "decision=approve&planHash=" + hash);
        SYSTEM.driveThroughTimers(id);

        assertThat(ann.get("/incidents/" + id).body()).contains("no all-clear came", "StillHot", "of thermostat");
    }

    @Test
    void ofManyAlertsThatWereNotCalledOffTheFirstAreNamedAndTheRestIsALink() {
        SYSTEM.library.with(RunbookFixture.highCpu(RiskLevel.HIGH).build());
        var rob = SERVER.as("rob");
        var id = new IncidentId(rob.post("/api/v1/alerts", oven(1)).at("/incident"));
        for (int at = 2; at <= 8; at++)
            assertThat(rob.post("/api/v1/alerts", oven(at)).at("/incident")).isEqualTo(id.id());
        SYSTEM.drive(id);
        var ann = Browser.at(SERVER).signedInAs("ann");
        var hash = SERVER.as("ann").get("/api/v1/incidents/" + id).at("/openRequest/planHash");
        ann.submit("/incidents/" + id, "/incidents/" + id + "/approvals/ap-1", "decision=approve&planHash=" + hash);
        SYSTEM.driveThroughTimers(id);

        var page = ann.get("/incidents/" + id).body();

        var banner = page.substring(page.indexOf("id=\"still-firing\""), page.indexOf("report it again"));
        assertThat(banner)
                .contains("Oven1", "<b>Oven5</b> of oven and <a href=\"/alerts?q=" + id + "\">3 more</a>.")
                .doesNotContain("Oven6");
        SYSTEM.clock.advance(Duration.ofDays(31));
        assertThat(ann.get("/alerts?q=" + id).body()).contains("Alerts of " + id, "Oven6 of oven", "Oven8 of oven");
        assertThat(ann.get("/alerts?q=oven").body()).contains("last 30 days").doesNotContain("Oven8 of oven");
    }

    private static String oven(int number) {
        return "{\"name\": \"Oven" + number + "\", \"service\": \"oven\", \"text\": \"hot\"}";
    }

    @Test
    void anAddressWithoutAPageSaysWhatToDo() {
        var eve = Browser.at(SERVER).signedInAs("eve");

        assertThat(eve.get("/nowhere").body()).contains("There is no such thing", "It may be mistyped");
        assertThat(eve.get("/settings/people").body())
                .contains("Your role does not allow this", "ask an administrator");
    }

    @Test
    void theDashboardCountsAlertsAndHasTheListBehindEachNumber() {
        for (var name : List.of("HighCpu", "HighLatency", "HighCpu"))
            SERVER.as("ann")
                    .post(
                            "/api/v1/alerts",
                            "{\"name\": \"" + name + "\", \"service\": \"<b>mail</b>\"," + " \"startedAt\": \""
                                    + SYSTEM.clock.instant() + "\", \"text\": \"" + SYSTEM.alerts.days(Instant.EPOCH)
                                    + "\"}");
        var eve = Browser.at(SERVER).signedInAs("eve");

        assertThat(eve.get("/dashboard").body()).contains("Noise suppressed", "/alerts?show=deduplicated");
        assertThat(eve.get("/alerts?show=correlated&q=mail").body())
                .contains("HighLatency of &lt;b&gt;mail", "it is about &lt;b&gt;mail&lt;/b&gt;, too")
                .doesNotContain("HighCpu of");
        assertThat(eve.get("/alerts?show=suppressed&q=mail").body()).contains("HighCpu of", "HighLatency of");
        assertThat(eve.get("/alerts?show=what&page=-1&q=no+such").body()).contains("Nothing matches");
        var incident = SERVER.as("eve").get("/api/v1/alerts?q=mail").at("/items/0/incident");
        assertThat(eve.get("/incidents/" + incident).body()).contains("Alerts that came in", "2 times");
    }

    @Test
    void viewsAreKeptWithTheAccount() {
        var name = "%3Cb%3Ech%C3%A4ckout";
        Browser.at(SERVER)
                .signedInAs("rob")
                .submit("/dashboard", "/dashboard/views", "name=" + name + "&show=asked&severity=high&q=a%26b");

        var elsewhere = Browser.at(SERVER).signedInAs("rob");
        assertThat(elsewhere.get("/dashboard").body())
                .contains("&lt;b&gt;chäckout</a>", "/dashboard?show=asked&amp;severity=high&amp;q=a%26b#list");
        assertThat(Browser.at(SERVER).signedInAs("eve").get("/dashboard").body())
                .doesNotContain("chäckout");

        elsewhere.submit("/dashboard", "/dashboard/views/forget", "name=" + name);
        assertThat(elsewhere.get("/dashboard").body()).doesNotContain("chäckout");
        elsewhere.submit("/dashboard", "/dashboard/views", "name=+&show=asked");
        assertThat(elsewhere.get("/dashboard").body()).contains("name must be given");
    }

    @Test
    void theSettingsSayWhatIsConfiguredAndWhyAnActionWouldBeGated() {
        var rob = Browser.at(SERVER).signedInAs("rob");

        assertThat(rob.get("/settings").body())
                .contains("RUNBOOK_MODE", "datadog did not answer", "DATADOG_API_KEY", "DATADOG_MODE=live")
                .doesNotContain("critical risk needs two");
        assertThat(rob.get("/settings?operation=compute.restart_service&risk=low&category=x&environment=")
                        .body())
                .contains("It needs 2 approval(s), none of them by whoever reported it", "critical risk needs two")
                .contains("the risk counts as medium");
        rob.submit("/settings", "/settings/audit", "");
        assertThat(rob.get("/settings").body()).contains("intact", "14 entries of 3 incidents");
    }

    @Test
    void anIntegrationIsTestedByACallAndSaysWhatCameOfIt() {
        var rob = Browser.at(SERVER).signedInAs("rob");

        rob.submit("/settings", "/settings/integrations/datadog/check", "");

        assertThat(rob.get("/settings").body()).contains("fails", "read a metric", "(20 ms)");
    }

    @Test
    void aCommanderChangesARunbookAndTheTextBeforeIsKept() {
        var cara = Browser.at(SERVER).signedInAs("cara");
        var version = Pattern.compile("name=\"from\" value=\"([0-9a-f]{64})\"")
                .matcher(cara.get("/runbooks/high_cpu/edit").body());
        assertThat(version.find()).isTrue();
        var from = version.group(1);

        var refused = cara.submit("/runbooks/high_cpu/edit", "/runbooks/high_cpu/edit", "text=stepz&from=" + from);
        assertThat(refused.body()).contains("is no key.", ">stepz</textarea>", "data-line=\"2\"");
        cara.submit("/runbooks/high_cpu/edit", "/runbooks/high_cpu/edit", "text=steps&from=" + from);

        assertThat(cara.get("/runbooks/high_cpu").body()).contains("Versions before", from.substring(0, 12));
        assertThat(cara.get("/runbooks/high_cpu/versions/" + from).body()).contains("diff-gone", "old: line");
        assertThat(SERVER.trail.told()).contains("runbook_changed cara high_cpu");
        assertThat(Browser.at(SERVER)
                        .signedInAs("ann")
                        .get("/runbooks/high_cpu")
                        .body())
                .doesNotContain("/edit");
    }

    @Test
    void anIncidentIsShownAsItWas() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var ann = Browser.at(SERVER).signedInAs("ann");

        var then = ann.get("/incidents/" + id + "?at=2").body();

        assertThat(then).contains("As it was", "after entry 2 of").doesNotContain("value=\"approve\"", "data-live=");
        assertThat(ann.get("/incidents/" + id + "/now?at=1").body()).contains("after entry 1 of");
        assertThat(ann.get("/incidents/" + id + "?at=100000").body()).contains("value=\"approve\"");
    }

    @Test
    void aPostMortemIsChangedByAPersonAndTheFirstOneIsKept() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var ann = Browser.at(SERVER).signedInAs("ann");
        ann.submit("/incidents/" + id, "/incidents/" + id + "/post-mortem", "text=too+early");
        assertThat(ann.get("/incidents/" + id).body()).contains("once there is one");
        SERVER.as("ann").post("/api/v1/incidents/" + id + "/approvals/ap-1", "{\"decision\": \"deny\"}");
        SYSTEM.drive(id);

        ann.submit("/incidents/" + id, "/incidents/" + id + "/post-mortem", "text=%23+What+we+learned");

        assertThat(ann.get("/incidents/" + id + "/post-mortem.md").body()).isEqualTo("# What we learned");
        assertThat(ann.get("/incidents/" + id).body()).contains("<h1>What we learned</h1>");
        assertThat(SYSTEM.journal.read(id))
                .filteredOn(entry -> entry.stamped().event() instanceof Event.Documented)
                .hasSize(2);
    }

    @Test
    void aRunbookIsShownAsFlowAndAsText() {
        var rob = Browser.at(SERVER).signedInAs("rob");

        assertThat(rob.get("/runbooks?q=high+cpu").body()).contains("high_cpu", "broken.yaml, line 3");
        assertThat(rob.get("/runbooks?q=nothing+of+the+kind").body()).contains("No runbook matches");
        assertThat(rob.get("/runbooks/high_cpu").body()).contains("compute.restart_service", "75 % of steps");
        assertThat(rob.get("/runbooks/none").status()).isEqualTo(404);
        assertThat(rob.submit("/runbooks/high_cpu", "/runbooks/high_cpu/tests", "")
                        .header("Location"))
                .isEqualTo("/runbooks/high_cpu");
    }

    @Test
    void aPostMortemIsTakenAlongAsMarkdownAsAPageAndAsPdf() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var ann = Browser.at(SERVER).signedInAs("ann");
        assertThat(ann.get("/incidents/" + id + "/post-mortem.md").status()).isEqualTo(404);
        SERVER.as("ann").post("/api/v1/incidents/" + id + "/approvals/ap-1", "{\"decision\": \"deny\"}");
        SYSTEM.drive(id);

        var markdown = ann.get("/incidents/" + id + "/post-mortem.md");
        var page = ann.get("/incidents/" + id + "/post-mortem.html");

        assertThat(markdown.header("Content-Disposition")).contains("attachment", "post-mortem-" + id + ".md");
        assertThat(markdown.body()).startsWith("# ");
        assertThat(page.header("Content-Disposition")).contains("attachment");
        assertThat(page.body()).contains("<h1>", "default-src 'none'").doesNotContain("<script");
        assertThat(ann.get("/incidents/" + id + "/post-mortem.pdf").body()).startsWith("%PDF-");
    }

    @Test
    void runbooksAreFoundByMeaningAndForeseenOnTheirPage() {
        var rob = Browser.at(SERVER).signedInAs("rob");
        assertThat(rob.get("/runbooks?q=the+processor+glows").body()).contains("high_cpu", "meaning 80%");

        var foreseen = rob.submit("/runbooks/high_cpu", "/runbooks/high_cpu/plan", "scenario=high_cpu&gather=true");

        assertThat(foreseen.body()).contains("For the scenario high_cpu.", "Then: it ends.");
        rob.submit("/runbooks/high_cpu", "/runbooks/high_cpu/plan", "scenario=none");
        assertThat(rob.get("/runbooks/high_cpu").body()).contains("There is no scenario");
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        assertThat(rob.submit("/runbooks/high_cpu", "/runbooks/high_cpu/plan", "incident=" + id)
                        .body())
                .contains("For " + id + ".");
    }

    @Test
    void theKillSwitchIsTurnedOnAnyPageAndSeenOnAll() {
        var rob = Browser.at(SERVER).signedInAs("rob");
        var ann = Browser.at(SERVER).signedInAs("ann");
        try {
            rob.submit("/", "/kill-switch/stop", "reason=the+network+is+on+fire");

            assertThat(rob.get("/").body())
                    .contains("All execution is stopped", "by rob", "the network is on fire")
                    .doesNotContain("/kill-switch/resume");
            assertThat(Browser.at(SERVER).get("/sign-in").body()).doesNotContain("on fire");
        } finally {
            ann.submit("/", "/kill-switch/resume", "reason=");
        }
        assertThat(ann.get("/").body()).doesNotContain("All execution is stopped");
    }

    @Test
    void aDecisionThatDoesNotCountSaysWhy() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var ann = Browser.at(SERVER).signedInAs("ann");

        var answer = ann.submit(
                "/incidents/" + id,
                "/incidents/" + id + "/approvals/ap-1",
                "decision=approve&planHash=" + "0".repeat(64));

        assertThat(answer.header("Location")).isEqualTo("/incidents/" + id);
        assertThat(ann.get("/incidents/" + id).body()).contains("look at it again");
    }

    @Test
    void aViewerSeesTheDecisionAndNoButtons() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");

        var page = Browser.at(SERVER).signedInAs("eve").get("/incidents/" + id).body();

        assertThat(page).contains("an approver decides").doesNotContain("value=\"approve\"", "name=\"text\"");
    }

    @Test
    void aPartOfAPageIsForAPageThatIsOpen() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var eve = SERVER.as("eve");
        var browser = Browser.at(SERVER).signedInAs("eve");

        assertThat(browser.get("/incidents/" + id + "/now").body())
                .contains("stages")
                .doesNotContain("<html");
        assertThat(browser.get("/incidents/lines").body()).contains(id.id()).doesNotContain("<html");
        var evidence = eve.get("/api/v1/incidents/" + id + "/evidence").json();
        assertThat(browser.get("/incidents/" + id + "/evidence").body()).contains("ev-1", "</html>");
        assertThat(browser.get("/incidents/" + id + "/metrics").body())
                .contains("polyline")
                .doesNotContain("<html");
        assertThat(evidence).isNotEmpty().allSatisfy(piece -> {
            var page = browser.get(
                    "/incidents/" + id + "/evidence/" + piece.at("/id").asString());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("</html>");
        });
    }

    @Test
    void wordsFromOutsideStayWords() {
        SYSTEM.minds.summarizing(
                (_, _) -> "# " + EVIL + "\n\n![beacon](http://outside.example/x.png) [link](javascript:alert(1))");
        var report = ProblemReport.of(EVIL + "\n" + EVIL)
                .onHost(HighCpu.HOST)
                .aboutService(EVIL)
                .labelled("l", EVIL);
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob", report);
        SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"<script>alert(2)</script>\"}");
        SERVER.as("ann")
                .post(
                        "/api/v1/incidents/" + id + "/approvals/ap-1",
                        "{\"decision\": \"deny\", \"reason\": \"<b onclick=x>\"}");
        SYSTEM.drive(id);
        SYSTEM.minds.summarizing((incident, _) -> "# " + incident);
        var ann = Browser.at(SERVER).signedInAs("ann");

        var pages = Stream.of(
                        "/",
                        "/incidents/" + id,
                        "/incidents/" + id + "/now",
                        "/incidents/lines",
                        "/chat/" + id,
                        "/dashboard")
                .map(path -> ann.get(path).body())
                .toList();

        assertThat(pages)
                .allSatisfy(page -> assertThat(page)
                        .contains("&lt;script&gt;alert(")
                        .doesNotContain(
                                "<script>",
                                "<img",
                                "<b onclick",
                                "11111103",
                                "href=\"javascript:",
                                "=\"http://outside.example"));
    }

    @TestFactory
    Stream<DynamicTest> aPageLoadsNothingFromOutsideAndHoldsNoScriptOrStyle() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var ann = Browser.at(SERVER).signedInAs("ann");
        return Stream.of(
                        "/",
                        "/incidents/" + id,
                        "/chat/" + id,
                        "/dashboard",
                        "/settings?operation=compute.restart_service&risk=high",
                        "/runbooks",
                        "/runbooks/high_cpu",
                        "/sign-in",
                        "/incidents/INC-none",
                        "/incidents/" + id + "/evidence",
                        evidence(id))
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    var page = ann.get(path).body();

                    assertThat(page).doesNotContain(" style=", "<style", "javascript:");
                    assertThat(page)
                            .doesNotContainPattern("<script(?![^>]*src=)")
                            .doesNotContainPattern(" on[a-z]+=");
                    var loaded =
                            LOADED.matcher(page).results().map(r -> r.group(1)).toList();
                    assertThat(loaded)
                            .isNotEmpty()
                            .allMatch(address -> address.startsWith("/") || address.startsWith("#"));
                    assertThat(loaded)
                            .filteredOn(address -> address.startsWith("/assets") || address.startsWith("/webjars"))
                            .hasSizeGreaterThanOrEqualTo(6)
                            .allSatisfy(address ->
                                    assertThat(ann.get(address).status()).isEqualTo(200));
                }));
    }

    private static String evidence(IncidentId id) {
        return "/incidents/" + id + "/evidence/ev-1";
    }

    @Test
    void assetsAreKeptForLongAndPagesAreNot() {
        var browser = Browser.at(SERVER);
        var page = browser.get("/sign-in");
        var asset = LOADED.matcher(page.body())
                .results()
                .map(r -> r.group(1))
                .filter(address -> address.endsWith(".css"))
                .findFirst()
                .orElseThrow();

        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(browser.get(asset).header("Cache-Control")).contains("max-age=31536000");
    }

    @Test
    void onlyThePostMortemIsMarkup() throws IOException {
        var templates = Path.of("src/main/resources/templates");
        try (var files = Files.list(templates)) {
            var unescaped = files.map(PagesTest::read)
                    .mapToLong(text -> Pattern.compile("th:utext|\\[\\(")
                            .matcher(text)
                            .results()
                            .count())
                    .sum();

            assertThat(unescaped).isEqualTo(1);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
