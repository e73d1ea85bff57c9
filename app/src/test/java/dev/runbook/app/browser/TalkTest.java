package dev.runbook.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.live.LiveStreams;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Event;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.ml.chat.OfflineChat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Conversations in Chromium: answers grow on the page, and people who know better are heard.
class TalkTest extends InChromium {

    private static final String EVIL = "<img src=x onerror='window.harmed = 2'>";

    private final Diagnoser diagnoser = SYSTEM.minds.minds().diagnoser();

    @AfterEach
    void asBefore() {
        SYSTEM.minds.diagnosing(diagnoser);
        SYSTEM.chat = new OfflineChat(SYSTEM.minds.minds());
        SYSTEM.journal.breakDown(false);
    }

    @Test
    void anAnswerGrowsOnThePageAndIsThereAgainAfterTheStreamWasCutOff() {
        var streams = SERVER.context().getBean(LiveStreams.class);
        var second = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        SYSTEM.chat = (_, _, listener) -> {
            listener.looks("metrics of web-1");
            listener.says("It is the processor " + EVIL);
            second.await();
            listener.says("It began at noon.");
            end.await();
            listener.says("That is all.");
        };
        var id = conversation();

        ann.type("#say", "why is it slow?" + Tab.ENTER);

        ann.waitUntil("document.querySelector('.growing')?.innerText.includes('It is the processor <img')");
        assertThat(ann.script("return document.getElementById('say').value").asString())
                .isEmpty();
        second.countDown();
        ann.waitUntil("document.querySelector('.growing')?.innerText.includes('It began at noon.')");
        ann.script("document.querySelector('.growing').remove()");
        streams.stop();
        streams.start();
        ann.waitUntil("document.querySelector('.growing')?.innerText.includes('It began at noon.')");
        end.countDown();
        ann.waitUntil("!document.querySelector('.growing') && document.body.innerText.includes('That is all.')");
        ann.waitUntil("document.getElementById('announce').innerText.includes('That is all.')");
        assertThat(ann.holds("window.harmed")).isFalse();
        assertThat(ann.path()).isEqualTo("/chat/" + id);
        assertThat(ann.complaints()).isEmpty();
    }

    @Test
    void whatCouldNotBeSentStaysInTheFieldWithTheReason() {
        conversation();
        SYSTEM.journal.breakDown(true);

        ann.type("#say", "half a thought" + Tab.ENTER);

        ann.waitFor("Your words are still here");
        assertThat(ann.script("return document.getElementById('say').value").asString())
                .isEqualTo("half a thought");
        assertThat(ann.complaints()).allMatch(complaint -> complaint.contains("503"));
    }

    @Test
    void aProblemIsReclassifiedOnThePage() {
        var id = conversation();

        ann.click(".correct summary");
        ann.script("document.getElementById('correct-category').value = 'network';"
                + " document.querySelector('.correct [name=severity]').value = 'critical'");
        ann.type(".correct form:first-of-type [name=reason]", "packets are lost");
        ann.click(".correct form:first-of-type button");

        ann.waitFor("ann says that it is network, severity critical: packets are lost");
        assertThat(events(id)).hasAtLeastOneElementOfType(Event.Reclassified.class);
        assertThat(ann.complaints()).isEmpty();
    }

    @Test
    void aCauseIsRuledOutByGoingByAnotherOneWhichTheEngineHadRuledOut() {
        SYSTEM.minds.diagnosing(_ -> new Diagnosis(
                Diagnosis.Verdict.FAULT,
                List.of(
                        hypothesis("the processor is busy", CauseKind.RUNAWAY_PROCESS, Optional.empty()),
                        hypothesis("there is a rush", CauseKind.TRAFFIC_SURGE, Optional.of("traffic is as ever"))),
                List.of()));
        var id = conversation();

        ann.click(".correct summary");
        ann.script("document.getElementById('correct-cause').selectedIndex = 0");
        assertThat(ann.script("return document.getElementById('correct-cause').innerText")
                        .asString())
                .contains("there is a rush", "ruled out");
        ann.type("#correct-cause ~ [name=reason]", "there is a sale");
        ann.click("#correct-cause ~ button");

        ann.waitFor("which was ruled out: there is a sale");
        assertThat(events(id)).hasAtLeastOneElementOfType(Event.CauseBelieved.class);
        SYSTEM.drive(id);
        assertThat(SYSTEM.incident(id).findings().diagnosis().flatMap(Diagnosis::leading))
                .get()
                .satisfies(leading -> assertThat(leading.kind()).isEqualTo(CauseKind.TRAFFIC_SURGE));
    }

    @Test
    void aDatabaseThatCannotBeWrittenToIsToldOnEveryPage() {
        SYSTEM.journal.breakDown(true);

        ann.go(at("/dashboard"));

        ann.waitFor("The database cannot be written to");
        SYSTEM.journal.breakDown(false);
        SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        ann.waitUntil("document.getElementById('vitals').hidden");
    }

    private static IncidentId conversation() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        ann.go(at("/chat/" + id));
        ann.waitFor("live");
        return id;
    }

    private static List<Event> events(IncidentId id) {
        return SYSTEM.journal.read(id).stream()
                .map(entry -> entry.stamped().event())
                .toList();
    }

    private static Hypothesis hypothesis(String statement, CauseKind kind, Optional<String> ruledOut) {
        return new Hypothesis(
                statement,
                kind,
                "checkout",
                Optional.empty(),
                ruledOut.isPresent() ? 0.05 : 0.9,
                Set.of(new EvidenceId("ev-1")),
                Set.of(),
                ruledOut);
    }
}
