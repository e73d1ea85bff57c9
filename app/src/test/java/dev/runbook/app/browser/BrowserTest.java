package dev.runbook.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.security.FirstAccounts;
import dev.runbook.app.server.Server;
import dev.runbook.app.web.SmallSystem;
import dev.runbook.app.web.live.LiveStreams;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What operators do on the pages.
class BrowserTest extends InChromium {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String EVIL = "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'>";

    @Test
    void aWholeIncidentIsSolvedByClicksFromTheReportToThePostMortem(@TempDir Path data) {
        var home = Path.of("..").toAbsolutePath().normalize();
        var settings = Map.of(
                "RUNBOOK_DATA", data.toString(),
                "RUNBOOK_PORT", "0",
                "RUNBOOK_SPEED", "30",
                "RUNBOOK_APPROVAL_EXPIRY", "1d");
        try (var server = Server.start(Configuration.read(settings, Map.of(), home), InstantSource.system())) {
            var tab = chromium.open();
            tab.dress("dark", 1440);
            tab.signIn(server.address(), "ann", password(server, "ann"));
            tab.type("#text", HighCpuWords.REPORT);
            tab.type("#host", "web-prod-03");
            tab.click(".home-ask button[type=submit]");
            tab.waitUntil("location.pathname.startsWith('/chat/INC-')");
            var incident = tab.path().substring("/chat/".length());

            tab.waitForElement("#decision");
            assertThat(tab.text()).contains("This reads like a compute problem", "compute.restart_service");
            tab.screenshot(SCREENSHOTS.resolve("chat-decision.png"));
            tab.forget();
            tab.signIn(server.address(), "bob", password(server, "bob"));
            tab.go(server.address().resolve("/incidents/" + incident));
            tab.type("#decision [name=reason]", "seen on the dashboard too");
            tab.script("document.activeElement.blur()");
            tab.press("a" + Tab.ENTER);
            tab.waitFor("bob approves ap-1: seen on the dashboard too");
            tab.waitForElement("#post-mortem");

            assertThat(tab.text()).contains("The problem is gone", "The fix is verified, and has lasted");
            var exported = tab.download("#post-mortem a[href$='.md']", data.resolve("downloads"));
            assertThat(exported).startsWith("# Post-mortem " + incident).contains("image-resizer");
            assertThat(tab.complaints()).isEmpty();
            tab.script("document.querySelector('#charts-title').scrollIntoView()");
            tab.screenshot(SCREENSHOTS.resolve("incident-charts.png"));
            tab.close();
        }
    }

    private static String password(Server server, String name) {
        return server.created().stream()
                .filter(created -> created.name().equals(name))
                .map(FirstAccounts.Created::password)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCriticalActionTakesTwoOperatorsAndTheFirstOneIsRefusedTwice() {
        var id = SYSTEM.waitingFor(RiskLevel.CRITICAL, "rob");
        var bob = chromium.open();
        bob.dress("dark", 1440);
        bob.signIn(SERVER.address(), "bob", "password of bob");
        bob.go(at("/incidents/" + id));
        bob.waitFor("2 different operators");
        ann.go(at("/incidents/" + id));

        ann.click("button[value=approve]");

        // The other operator's page tells it by itself.
        bob.waitFor("approves ap-1");
        assertThat(bob.text()).contains("one operator");
        ann.waitFor("Another operator must approve; you can deny.");
        assertThat(ann.has("button[value=approve]")).isFalse();
        for (int attempt = 0; attempt < 2; attempt++) {
            ann.script("""
                    const form = document.querySelector('#decision form');
                    const button = document.createElement('button');
                    button.name = 'decision';
                    button.value = 'approve';
                    form.append(button);
                    form.requestSubmit(button)""");
            ann.waitForElement(".alert-danger");
            assertThat(ann.text()).contains("already");
            assertThat(SYSTEM.incident(id).phase()).isInstanceOf(Phase.AwaitingApproval.class);
            ann.go(at("/incidents/" + id));
        }
        bob.click("button[value=approve]");
        bob.waitUntil("!document.querySelector('#decision')");
        assertThat(SYSTEM.incident(id).phase()).isInstanceOf(Phase.Cleared.class);
        bob.close();
    }

    @Test
    void aVetoInTheLastSecondsCounts() {
        var id = SYSTEM.waitingFor(RiskLevel.MEDIUM, "rob");
        SYSTEM.clock.advanceTo(windowEnd(id).minusSeconds(20));
        ann.go(at("/incidents/" + id));
        ann.waitFor("00:00:");
        ann.type("#decision [name=reason]", "the deployment is mine");
        SYSTEM.clock.advanceTo(windowEnd(id).minusMillis(1));

        ann.click("button[value=veto]");

        ann.waitFor("ann vetoed compute.restart_service: the deployment is mine");
        SYSTEM.clock.advance(SmallSystem.VETO_WINDOW);
        SYSTEM.drive(id);
        assertThat(SYSTEM.incident(id).phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(restarts(id)).isZero();
    }

    @Test
    void aVetoThatComesTooLateSaysSo() {
        var id = SYSTEM.waitingFor(RiskLevel.MEDIUM, "rob");
        ann.go(at("/incidents/" + id));
        ann.waitForElement("button[value=veto]");
        ann.script("window.late = document.querySelector('#decision form').cloneNode(true)");
        SYSTEM.clock.advanceTo(windowEnd(id));
        SYSTEM.drive(id);

        ann.script("document.body.append(window.late); window.late.requestSubmit("
                + "window.late.querySelector('button[value=veto]'))");

        ann.waitForElement(".alert-danger");
        assertThat(ann.text()).contains("ap-1 is closed");
        assertThat(restarts(id)).isOne();
    }

    private static Instant windowEnd(IncidentId id) {
        return ((Phase.AwaitingVeto) SYSTEM.incident(id).phase()).windowEnds().orElseThrow();
    }

    private static long restarts(IncidentId id) {
        return SYSTEM.journal.read(id).stream()
                .filter(entry -> entry.stamped().event() instanceof Event.StepStarted)
                .count();
    }

    @Test
    void aStreamThatWasCutOffMissesNothing() {
        var streams = SERVER.context().getBean(LiveStreams.class);
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        ann.go(at("/incidents/" + id));
        ann.waitFor("live");

        streams.stop();
        try {
            ann.waitFor("reconnecting");
            for (int number = 1; number <= 3; number++)
                SERVER.as("rob")
                        .post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"unheard " + number + "\"}");
        } finally {
            streams.start();
        }

        ann.waitUntil("document.querySelector('#live:not(.live-lost)')");
        ann.waitFor("unheard 3");
        assertThat(ann.text()).contains("unheard 1", "unheard 2");
        SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"heard again\"}");
        ann.waitFor("heard again");
    }

    @Test
    void whatComesFromOutsideStaysText() {
        var report = HighCpu.report();
        var id = SYSTEM.desk
                .report(report, new dev.runbook.core.incident.Actor.Operator("rob"))
                .id();
        var now = SYSTEM.clock.instant();
        SYSTEM.worlds
                .of(id)
                .whenAsked(
                        "monitoring.get_current_alerts",
                        _ -> new Observation.Found(
                                List.of(
                                        new Content.AlertSeen(
                                                new Alert(EVIL, EVIL, EVIL, Severity.HIGH, now, Map.of()), true),
                                        new Content.LogLines(EVIL, List.of(new Content.LogLine(now, "error", EVIL)), 1),
                                        new Content.ChangeMade(now, EVIL, EVIL, EVIL, EVIL, EVIL),
                                        new Content.MetricSeries(
                                                EVIL,
                                                EVIL,
                                                EVIL,
                                                List.of(
                                                        new Content.Point(now.minusSeconds(60), 1),
                                                        new Content.Point(now, 2)))),
                                Value.of(List.of())));
        SYSTEM.drive(id);

        ann.go(at("/chat/" + id));
        ann.type("#say", EVIL);
        ann.click(".say button");
        ann.waitFor("Noted in the timeline");
        for (var path : List.of(
                "/chat/" + id,
                "/incidents/" + id,
                "/incidents/" + id + "/evidence",
                "/incidents/" + id + "/evidence/ev-1")) {
            ann.go(at(path));

            assertThat(ann.text()).as(path).contains("<script>");
            assertThat(ann.holds("window.harmed")).as("harmed on " + path).isFalse();
            assertThat(ann.has("img[src=x]")).isFalse();
        }
        assertThat(ann.complaints()).isEmpty();
    }

    @Test
    void theSliderShowsAnIncidentAsItWas() {
        var over = resolved();
        ann.go(at("/incidents/" + over));
        ann.waitForElement("#post-mortem");

        ann.script("""
                const slider = document.getElementById('replay-at');
                slider.value = 3;
                slider.dispatchEvent(new Event('input'))""");

        ann.waitFor("after entry 3 of");
        assertThat(ann.has("#post-mortem")).isFalse();
        ann.script("""
                const slider = document.getElementById('replay-at');
                slider.value = slider.max;
                slider.dispatchEvent(new Event('input'))""");
        ann.waitForElement("#post-mortem");
        assertThat(ann.complaints()).isEmpty();
    }

    @Test
    void aViewOfTheDashboardIsKeptAndForgotten() {
        ann.go(at("/dashboard?show=all&severity=high&q=checkout"));
        ann.type("#view-name", "checkout" + Tab.ENTER);
        ann.go(at("/dashboard"));

        ann.click(".views-kept a");

        ann.waitUntil("location.search.includes('severity=high')");
        ann.click(".views-kept button");
        ann.waitUntil("!document.querySelector('.views-kept a')");
    }

    @Test
    void whatAdministratorsSeeIsWholeToo() {
        var ada = chromium.open();
        ada.signIn(SERVER.address(), "ada", "password of ada");
        var wrong = new ArrayList<String>();
        for (var theme : List.of("light", "dark"))
            for (int width : new int[] {390, 1440}) {
                ada.dress(theme, width);
                for (var path : List.of("/settings", "/settings/people", "/settings/log", "/runbooks/high_cpu/edit")) {
                    ada.go(at(path));
                    var name = "administrator" + path.replace('/', '-');
                    ada.screenshot(SCREENSHOTS.resolve(name + "-" + theme + "-" + width + ".png"));
                    if (ada.script("return document.documentElement.scrollWidth")
                                    .asInt()
                            > width) wrong.add(path + " is wider than " + width);
                    if (width > 1000) for (var barrier : barriers(ada)) wrong.add(path + ": " + barrier);
                }
            }

        assertThat(wrong).isEmpty();
        assertThat(ada.complaints()).isEmpty();
        ada.close();
    }

    @Test
    void whatIsWrongWithARunbookIsMarkedWhileItIsWritten() {
        var cara = chromium.open();
        cara.signIn(SERVER.address(), "cara", "password of cara");
        cara.go(at("/runbooks/high_cpu/edit"));
        cara.waitUntil("document.querySelectorAll('#gutter span').length > 2");

        cara.script("document.getElementById('yaml').value = ''");
        cara.type("#yaml", "id: high_cpu\nstepz: []");

        cara.waitFor("'stepz' is no key.");
        cara.waitUntil("document.querySelector('#gutter span:nth-child(2).wrong')");
        cara.screenshot(SCREENSHOTS.resolve("runbook-edit-wrong.png"));
        assertThat(cara.complaints()).isEmpty();
        cara.close();
    }

    @Test
    void whatCanStandInARunbookIsOfferedWhileItIsWritten() {
        var cara = chromium.open();
        cara.signIn(SERVER.address(), "cara", "password of cara");
        cara.go(at("/runbooks/high_cpu/edit"));
        cara.script("const yaml = document.getElementById('yaml'); yaml.value = ''");

        cara.type("#yaml", "sev");
        cara.waitUntil("document.querySelector('#choices li b')?.textContent === 'severity'");
        cara.press(Tab.ENTER + "hi");
        cara.waitUntil("document.querySelector('#choices li b')?.textContent === 'high'");
        cara.press(Tab.ENTER + Tab.ENTER + "steps:" + Tab.ENTER + "  - action: ex");
        cara.waitUntil("document.querySelector('#choices li b')?.textContent === 'execute'");
        cara.screenshot(SCREENSHOTS.resolve("runbook-edit-choices.png"));
        cara.press(Tab.ENTER + Tab.ENTER + "    risk");
        cara.waitUntil("document.querySelector('#choices li b')?.textContent === 'risk_level'");
        cara.press(Tab.ENTER);

        assertThat(cara.script("return document.getElementById('yaml').value").asString())
                .isEqualTo("severity: high\nsteps:\n  - action: execute\n    risk_level: ");
        assertThat(cara.complaints()).isEmpty();
        cara.close();
    }

    @Test
    void newsComesByItself() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        ann.go(at("/incidents/" + id));
        ann.waitFor("live");

        SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"somebody is on it\"}");

        ann.waitFor("somebody is on it");
        assertThat(ann.holds("document.querySelector('#decision')")).isTrue();
    }

    @Test
    void whatIsBeingTypedOutlivesNews() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        ann.go(at("/incidents/" + id));
        ann.type("#decision [name=reason]", "half a thou");

        SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"some news\"}");
        ann.waitFor("some news");

        assertThat(ann.script("return document.querySelector('#decision [name=reason]').value")
                        .asString())
                .isEqualTo("half a thou");
    }

    @Test
    void keysLeadToTheDecisionAndNeverDecide() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        ann.go(at("/incidents/" + id));
        ann.waitFor("live");

        ann.press("d");

        ann.waitUntil("document.activeElement.value === 'deny'");
        SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"some news\"}");
        ann.waitFor("some news");
        ann.waitUntil("document.activeElement.value === 'deny'");
        assertThat(SYSTEM.incident(id).phase()).isInstanceOf(Phase.AwaitingApproval.class);
    }

    @ParameterizedTest
    @CsvSource({"light, 390", "light, 1440", "dark, 390", "dark, 1440"})
    void everyPageIsWholeInBothThemesAndWidths(String theme, int width) {
        var waiting = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var over = resolved();
        ann.complaints();
        ann.dress(theme, width);
        var wrong = new ArrayList<String>();
        for (var page : pages(waiting, over).entrySet()) {
            ann.go(at(page.getValue()));
            ann.screenshot(SCREENSHOTS.resolve(page.getKey() + "-" + theme + "-" + width + ".png"));
            if (ann.script("return document.documentElement.scrollWidth").asInt() > width)
                wrong.add(page.getKey() + " is wider than " + width + ": "
                        + ann.script("""
                                return [...document.querySelectorAll('body *')]
                                    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                                    .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' ')""").asString());
            var outside = ann.script("""
                    return performance.getEntriesByType('resource').map((one) => one.name)
                        .filter((name) => !name.startsWith(location.origin)).join(' ')""");
            if (!outside.asString().isEmpty()) wrong.add(page.getKey() + " asks " + outside);
            for (var complaint : ann.complaints())
                if (!page.getKey().equals("failure")) wrong.add(page.getKey() + ": " + complaint);
            if (width < 1000) continue;
            for (var barrier : barriers(ann)) wrong.add(page.getKey() + " in " + theme + ": " + barrier);
        }

        assertThat(wrong).isEmpty();
    }

    private static IncidentId resolved() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var hash = SERVER.as("ann").get("/api/v1/incidents/" + id).at("/openRequest/planHash");
        SERVER.as("ann")
                .post(
                        "/api/v1/incidents/" + id + "/approvals/ap-1",
                        "{\"decision\": \"approve\", \"planHash\": \"" + hash + "\"}");
        SYSTEM.driveThroughTimers(id);
        return id;
    }

    private static Map<String, String> pages(IncidentId waiting, IncidentId over) {
        SERVER.as("ann")
                .post(
                        "/api/v1/alerts",
                        "{\"name\": \"<script>HighLatency</script>\", \"service\": \"checkout\", \"text\": \""
                                + "wide".repeat(60) + "\"}");
        var pages = new LinkedHashMap<String, String>();
        pages.put("chat-home", "/");
        pages.put("chat", "/chat/" + waiting);
        pages.put("dashboard", "/dashboard");
        pages.put("dashboard-nothing", "/dashboard?q=nothing+has+these+words");
        pages.put("dashboard-counted", "/dashboard?show=counted_reported");
        pages.put("alerts", "/alerts");
        pages.put("alerts-nothing", "/alerts?q=nothing+has+these+words");
        pages.put("incident-waiting", "/incidents/" + waiting);
        pages.put("incident-resolved", "/incidents/" + over);
        pages.put("evidence-list", "/incidents/" + over + "/evidence");
        pages.put("evidence", "/incidents/" + over + "/evidence/ev-4");
        pages.put("runbooks", "/runbooks");
        pages.put("runbook", "/runbooks/high_cpu");
        pages.put("settings", "/settings?operation=compute.restart_service&risk=critical");
        pages.put("incident-replayed", "/incidents/" + over + "?at=12");
        pages.put("account", "/account");
        pages.put("sign-in", "/sign-in?wrong");
        pages.put("failure", "/incidents/INC-none");
        return pages;
    }

    /// What axe finds that is serious or worse, of the rules of WCAG 2.1 up to level AA.
    private static List<String> barriers(Tab tab) {
        tab.script(AXE);
        var found = tab.script("""
                return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then((result) =>
                    result.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
                        .map((one) => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 160)} `
                            + one.nodes[0].failureSummary.slice(0, 200)))""");
        return java.util.stream.StreamSupport.stream(found.spliterator(), false)
                .map(one -> one.asString())
                .collect(Collectors.toList());
    }

    private static final String AXE = axe();

    private static String axe() {
        try (var in = BrowserTest.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            return new String(Objects.requireNonNull(in, "axe-core").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a person writes.
    private static final class HighCpuWords {
        private static final String REPORT =
                "CPU on web-prod-03 is pegged at nearly 100% and pages load slowly since a quarter of an hour";
    }
}
