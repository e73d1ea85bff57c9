package dev.runbook.ml.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A chat with no model, about an incident that waits for approval.
class OfflineChatTest {

    private final EngineUnderTest engine =
            new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.HIGH).build());
    private final List<String> said = new ArrayList<>();
    private final List<Chat.Action> proposed = new ArrayList<>();
    private Incident incident;

    @BeforeEach
    void anIncidentThatWaits() throws InterruptedException {
        HighCpu.shownBy(engine.provider, engine.clock);
        engine.reported().drive();
        incident = engine.incident();
    }

    private String ask(String words) throws InterruptedException {
        return ask(words, Optional.of(incident), Investigation.NONE);
    }

    @Test
    void bothHalvesOfAQuestionAreAnswered() throws InterruptedException {
        assertThat(ask("Why is it slow, and can you restart the service?"))
                .contains("The cause seems to be", "I only look and talk");
        assertThat(proposed).hasSize(1);
        assertThat(ask("What is wrong? What happened so far?"))
                .contains("The cause seems to be", "the notice was delivered");
    }

    @Test
    void aWishWithAnEndIsOne() throws InterruptedException {
        assertThat(ask("Why did you restart it and not scale it?")).doesNotContain("I only look and talk");
        assertThat(proposed).isEmpty();
        assertThat(ask("search and checkout are slow")).contains("Noted in the timeline");
    }

    private String ask(String words, Optional<Incident> about, Investigation investigation)
            throws InterruptedException {
        said.clear();
        var restart = new Chat.Action(
                RunbookFixture.highCpu(RiskLevel.HIGH).build().id(),
                new StepId("restart"),
                engine.provider
                        .catalogue()
                        .get(new dev.runbook.core.operation.OperationName(
                                dev.runbook.core.operation.Capability.COMPUTE, "restart_service")),
                "Restart the service",
                RiskLevel.HIGH);
        new OfflineChat(engine.minds.minds())
                .answer(
                        new Chat.Question(
                                words,
                                SettableClock.NOON,
                                about,
                                engine.entries().stream()
                                        .map(entry -> entry.stamped())
                                        .toList(),
                                List.of(),
                                List.of(restart),
                                List.of(RunbookFixture.highCpu(RiskLevel.HIGH).build())),
                        investigation,
                        new Chat.Listener() {
                            @Override
                            public void looks(String what) {}

                            @Override
                            public void says(String sentence) {
                                said.add(sentence);
                            }

                            @Override
                            public void proposes(Chat.Action action) {
                                proposed.add(action);
                            }
                        });
        return String.join(" ", said);
    }

    @Test
    void theCauseIsToldWithItsEvidenceAndItsConfidence() throws InterruptedException {
        assertThat(ask("why is it slow?"))
                .contains("INC-1 is awaiting approval", "The cause seems to be: checkout uses up the processor [ev-")
                .contains("Confidence is 80 percent");
    }

    @Test
    void whatItWaitsForIsTold() throws InterruptedException {
        assertThat(ask("what is going on?")).contains("It waits for a decision about ap-1: compute.restart_service");
    }

    @Test
    void aPieceOfEvidenceIsShownAndOneThatThereIsNotIsSaidToBeMissing() throws InterruptedException {
        assertThat(ask("show me ev-1 and ev-4711"))
                .contains("saw at 12:00:00 UTC: ", "[ev-1].", "There is no evidence ev-4711.");
    }

    @Test
    void whatHappenedIsTheTimeline() throws InterruptedException {
        assertThat(ask("what happened so far?")).contains("12:00:00 UTC: diagnosis: checkout uses up the processor");
    }

    @Test
    void aWishIsProposedAndNothingIsDone() throws InterruptedException {
        int before = engine.entries().size();

        var answer = ask("please restart checkout now");

        assertThat(proposed)
                .singleElement()
                .satisfies(action -> assertThat(action.step().id()).isEqualTo("restart"));
        assertThat(answer).contains("I only look and talk", "policy and approval decide");
        assertThat(engine.entries()).hasSize(before);
        assertThat(engine.provider.ledger())
                .noneMatch(effect -> effect.operation().toString().equals("compute.restart_service"));
    }

    @Test
    void aQuestionAboutADeedIsNoWishForIt() throws InterruptedException {
        ask("why should we restart checkout?");

        assertThat(proposed).isEmpty();
    }

    @Test
    void aFreshProblemIsClassifiedAndGivenItsRunbook() throws InterruptedException {
        assertThat(ask("the shop is slow", Optional.empty(), Investigation.NONE))
                .contains("This reads like a problem of", "The closest runbook is high_cpu.", "report it");
    }
}
