package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What becomes of it when people know better.
class CorrectionTest {

    private static final Actor.Operator ANN = new Actor.Operator("ann");

    private static EngineUnderTest waiting() throws InterruptedException {
        var engine = new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.HIGH).build());
        HighCpu.shownBy(engine.provider, engine.clock, "compute.restart_service");
        engine.reported();
        engine.drive();
        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
        return engine;
    }

    @Test
    void whatAPersonSaysOfTheProblemCountsAndPeopleAreAskedAnew() throws InterruptedException {
        var engine = waiting();

        engine.decide(new Command.Reclassify(
                ANN, Optional.of(Category.DATABASE), Optional.of(Severity.CRITICAL), "customers cannot pay"));
        engine.drive();

        var incident = engine.incident();
        assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(incident.classification()).get().satisfies(given -> {
            assertThat(given.category()).isEqualTo(Category.DATABASE);
            assertThat(given.reasons()).containsExactly("ann says so: customers cannot pay");
        });
        assertThat(engine.events(Event.ApprovalVoided.class)).hasSize(1);
        assertThat(engine.events(Event.ApprovalRequested.class)).hasSize(2);
    }

    @Test
    void whatSaysNothingNewIsRefused() throws InterruptedException {
        var engine = waiting();
        var now = engine.incident().classification().orElseThrow();

        var answer = engine.decide(
                new Command.Reclassify(ANN, Optional.of(now.category()), Optional.of(now.severity()), ""));

        assertThat(answer).isInstanceOf(Decision.Refused.class);
        assertThat(engine.events(Event.ApprovalVoided.class)).isEmpty();
    }

    @Test
    void anotherRunbookIsFollowedWhenAPersonWantsIt() throws InterruptedException {
        var engine = waiting();
        var other = RunbookFixture.highCpu(RiskLevel.LOW).build();

        engine.decide(new Command.Follow(ANN, other, "it always was that"));

        assertThat(engine.events(Event.RunbookSelected.class))
                .last()
                .satisfies(chosen -> assertThat(chosen.reason()).isEqualTo("ann wants it: it always was that"));
        assertThat(engine.incident().phase()).isInstanceOf(Phase.Investigating.class);
    }

    @Test
    void aHypothesisThatDoesNotLeadCannotBeFollowedWhereThereIsNone() throws InterruptedException {
        var answer = waiting().decide(new Command.Steer(ANN, CauseKind.CREDENTIALS, "vault", ""));

        assertThat(answer).isInstanceOf(Decision.Refused.class);
    }

    /// An engine that takes the processor for busy with a runaway process, until ann steers it to a sale.
    private static EngineUnderTest steered(Hypothesis toSale) throws InterruptedException {
        var engine = new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.HIGH).build());
        HighCpu.shownBy(engine.provider, engine.clock, "compute.restart_service");
        engine.minds.diagnosing(_ -> new Diagnosis(
                Diagnosis.Verdict.FAULT,
                List.of(hypothesis(CauseKind.RUNAWAY_PROCESS, "checkout", 0.9), toSale),
                List.of()));
        engine.reported();
        engine.drive();
        engine.decide(new Command.Steer(ANN, CauseKind.TRAFFIC_SURGE, "checkout", "there is a sale"));
        engine.drive();
        return engine;
    }

    @Test
    void theHypothesisThatAPersonPrefersLeadsTheNextDiagnosis() throws InterruptedException {
        var engine = steered(hypothesis(CauseKind.TRAFFIC_SURGE, "checkout", 0.8));

        assertThat(engine.incident().findings().diagnosis().flatMap(Diagnosis::leading))
                .get()
                .satisfies(leading -> assertThat(leading.kind()).isEqualTo(CauseKind.TRAFFIC_SURGE));
        assertThat(engine.events(Event.Diagnosed.class)).hasSize(2);
        assertThat(engine.events(Event.CauseRuledOut.class))
                .singleElement()
                .satisfies(out -> assertThat(out.reason()).isEqualTo("there is a sale"));
    }

    @Test
    void aHypothesisThatTheEngineRuledOutLeadsOnceAPersonGoesByIt() throws InterruptedException {
        var engine = steered(ruledOut(CauseKind.TRAFFIC_SURGE, "checkout", 0.05));

        assertThat(engine.incident().findings().diagnosis().flatMap(Diagnosis::leading))
                .get()
                .satisfies(leading -> {
                    assertThat(leading.kind()).isEqualTo(CauseKind.TRAFFIC_SURGE);
                    assertThat(leading.confidence()).isEqualTo(0.5);
                });
        assertThat(engine.events(Event.CauseBelieved.class))
                .singleElement()
                .satisfies(believed -> assertThat(believed.reason()).isEqualTo("there is a sale"));
        assertThat(engine.events(Event.CauseRuledOut.class))
                .singleElement()
                .satisfies(out -> assertThat(out.kind()).isEqualTo(CauseKind.RUNAWAY_PROCESS));
    }

    @Test
    void whatAPersonBelievesCountsUntilAPersonRulesItOut() {
        var surge = ruledOut(CauseKind.TRAFFIC_SURGE, "checkout", 0.1);
        var quiet = new Diagnosis(Diagnosis.Verdict.HEALTHY, List.of(surge), List.of());
        var word = new Said.Cause(CauseKind.TRAFFIC_SURGE, "checkout", "ann says so");

        var believed = Said.NOTHING.rulingOut(word).believing(word);

        assertThat(believed.heeded(quiet).leading()).isPresent();
        assertThat(believed.rulingOut(word).heeded(quiet)).isEqualTo(quiet);
    }

    @Test
    void anOfferIsTakenUpOnceAndByWhomItWasOfferedToOnly() throws InterruptedException {
        var engine = waiting();
        var call = new Event.Call(OperationName.of("compute.restart_service"), Value.fields("service", "checkout"));
        engine.desk().note(EngineUnderTest.ID, new Event.Offered("ann", call));

        assertThat(engine.decide(new Command.TakeOffer(new Actor.Operator("bob"), call)))
                .isInstanceOf(Decision.Refused.class);
        assertThat(engine.decide(new Command.TakeOffer(ANN, call))).isInstanceOf(Decision.Accepted.class);
        assertThat(engine.decide(new Command.TakeOffer(ANN, call))).isInstanceOf(Decision.Refused.class);
    }

    @Test
    void whatAPersonRulesOutStandsLastAndSaysWho() {
        var leak = hypothesis(CauseKind.MEMORY_LEAK, "checkout", 0.9);
        var release = hypothesis(CauseKind.BAD_DEPLOYMENT, "checkout", 0.4);
        var diagnosis = new Diagnosis(Diagnosis.Verdict.FAULT, List.of(leak, release), List.of());
        var said = Said.NOTHING.rulingOut(
                new Said.Cause(CauseKind.MEMORY_LEAK, "checkout", "ann says so: it has no heap"));

        var heeded = said.heeded(diagnosis);

        assertThat(heeded.leading()).contains(release);
        assertThat(heeded.hypotheses().getLast().ruledOut()).contains("ann says so: it has no heap");
        assertThat(said.heeded(new Diagnosis(Diagnosis.Verdict.FAULT, List.of(leak), List.of()))
                        .verdict())
                .isEqualTo(Diagnosis.Verdict.INCONCLUSIVE);
    }

    private static Hypothesis hypothesis(CauseKind kind, String component, double confidence) {
        return hypothesis(kind, component, confidence, Optional.empty());
    }

    private static Hypothesis ruledOut(CauseKind kind, String component, double confidence) {
        return hypothesis(kind, component, confidence, Optional.of("traffic is as ever"));
    }

    private static Hypothesis hypothesis(
            CauseKind kind, String component, double confidence, Optional<String> ruledOut) {
        return new Hypothesis(
                kind.description(),
                kind,
                component,
                Optional.empty(),
                confidence,
                Set.of(new EvidenceId("ev-1")),
                Set.of(),
                ruledOut);
    }
}
