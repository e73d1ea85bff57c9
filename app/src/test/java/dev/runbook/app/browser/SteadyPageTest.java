package dev.runbook.app.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.RiskLevel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// News never moves what an operator is about to press.
class SteadyPageTest extends InChromium {

    private static final String APPROVE = "button[value=approve]";

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theButtonThatIsPointedAtStaysWhenMessagesComeInAboveIt(int width) {
        ann.dress("light", width);
        var id = waiting("/chat/");
        ann.pointAt(APPROVE);
        var before = topOfApprove();

        for (int number = 1; number <= 3; number++) {
            tell(id, "news " + number);
            ann.waitFor("news " + number);
        }

        assertThat(topOfApprove()).isCloseTo(before, within(1.0));
    }

    @Test
    void theReasonThatIsBeingWrittenStaysWhenMessagesComeInAboveIt() {
        var id = waiting("/chat/");
        ann.type("#decision [name=reason]", "half a thou");
        var before = topOfApprove();

        tell(id, "some news");
        ann.waitFor("some news");

        assertThat(topOfApprove()).isCloseTo(before, within(1.0));
    }

    @Test
    void aPressIsNotLostToNewsThatComesBeforeTheFingerIsLifted() {
        var id = waiting("/incidents/");
        ann.pointAt(APPROVE);
        var looks = looks();

        ann.pressPointer();
        tell(id, "some news");
        ann.waitUntil("performance.getEntriesByName(location.href + '/now').length > arguments[0]", looks);
        ann.releasePointer();

        ann.waitUntil("!document.querySelector('#decision')");
        assertThat(SYSTEM.incident(id).phase()).isInstanceOf(Phase.Cleared.class);
    }

    @Test
    void aQuestionThatHasJustComeIsNotAnsweredByAPressThatWasMeantForSomethingElse() {
        var id = waiting("/incidents/");
        ann.script("window.arrivals = 0; document.body.addEventListener('htmx:afterSwap', () => {"
                + " window.arrivals += document.querySelectorAll('form.arrived').length; })");

        SYSTEM.clock.advance(Duration.ofMinutes(1));
        tell(id, "the same question");
        ann.waitFor("the same question");
        assertThat(ann.script("return window.arrivals").asInt()).isZero();
        ann.script("document.querySelector('#decision form').id = 'another-question'");
        tell(id, "another question");
        ann.waitFor("another question");

        assertThat(ann.script("return window.arrivals").asInt()).isOne();
        ann.waitUntil("!document.querySelector('form.arrived')");
    }

    private static IncidentId waiting(String page) {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        ann.go(SERVER.address().resolve(page + id));
        ann.waitFor("live");
        return id;
    }

    private static void tell(IncidentId id, String text) {
        SERVER.as("rob").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"" + text + "\"}");
    }

    private static double topOfApprove() {
        return ann.script("return document.querySelector(arguments[0]).getBoundingClientRect().top", APPROVE)
                .asDouble();
    }

    private static int looks() {
        return ann.script("return performance.getEntriesByName(location.href + '/now').length")
                .asInt();
    }
}
