package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.Gate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What the engine lends to minds that ask a language model.
class ConsultedMindsTest {

    private static final Investigation.Look RESTART = new Investigation.Look(
            new OperationName(Capability.COMPUTE, "restart_service"),
            Value.fields("host", HighCpu.HOST, "service", HighCpu.SERVICE));
    private static final Investigation.Look METRICS = new Investigation.Look(
            new OperationName(Capability.MONITORING, "get_metrics"), Value.fields("host", HighCpu.HOST));

    private final EngineUnderTest engine =
            new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.MEDIUM).build());

    @Test
    void whatAMindSeesByItselfIsEvidenceOfTheIncidentUnderNewIds() throws InterruptedException {
        var seen = new ArrayList<Evidence>();

        drive(investigation -> seen.addAll(ask(investigation, METRICS).evidence()));

        assertThat(seen).isNotEmpty();
        assertThat(engine.incident().findings().evidence()).containsAll(seen);
        assertThat(engine.incident().findings().evidence().stream().map(Evidence::id))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMindCannotAskForAnythingThatChangesTheWorld() throws InterruptedException {
        var gaps = new ArrayList<String>();

        drive(investigation -> {
            assertThat(investigation.looks()).isNotEmpty().allMatch(o -> o.effect() == Effect.READS);
            gaps.addAll(ask(investigation, RESTART).gaps());
        });

        assertThat(gaps).singleElement().asString().contains("compute.restart_service does not only look");
        assertThat(engine.provider.ledger())
                .noneMatch(effect -> effect.operation().equals(RESTART.operation()));
    }

    @Test
    void aConsultationIsInTheJournalBeforeTheDiagnosis() throws InterruptedException {
        var consultation = new Consultation(
                Consultation.Task.DIAGNOSE,
                "model-1",
                "diagnosis/1",
                "input",
                new Consultation.Outcome.Answered("output", "end_turn"),
                new Consultation.Usage(10, 5, 0, 0),
                120,
                Duration.ofMillis(900));

        drive(investigation -> investigation.consulted(consultation));

        var events = engine.events();
        assertThat(events.indexOf(new Event.ModelConsulted(consultation)))
                .isPositive()
                .isLessThan(events.indexOf(engine.events(Event.Diagnosed.class).getFirst()));
        assertThat(Sentence.of(engine.entries()
                        .get(events.indexOf(new Event.ModelConsulted(consultation)))
                        .stamped()))
                .isEqualTo("asks model model-1 to diagnose (diagnosis/1): 15 tokens, $0.0001, 900 ms");
    }

    @Test
    void whatOnlyAModelSaysNeedsAPersonWhateverTheRisk() throws InterruptedException {
        drive(checked(Investigation.Standing.MODEL_ALONE));

        assertThat(engine.events(Event.ApprovalRequested.class)).singleElement().satisfies(asked -> {
            assertThat(asked.request().gate()).isEqualTo(new Gate.NeedsApprovals(1, false));
            assertThat(asked.request().reasons()).contains("only a language model says that this helps");
        });
    }

    @Test
    void whatTheOfflineEngineSaysTooIsGatedByItsRiskAlone() throws InterruptedException {
        drive(checked(Investigation.Standing.AGREED));

        assertThat(engine.events(Event.ApprovalRequested.class))
                .singleElement()
                .satisfies(asked -> assertThat(asked.request().gate()).isInstanceOf(Gate.RunsUnlessVetoed.class));
    }

    private static Consumer<Investigation> checked(Investigation.Standing standing) {
        return investigation -> investigation.checked(Consultation.Task.DIAGNOSE, standing, List.of());
    }

    private static Investigation.Seen ask(Investigation investigation, Investigation.Look look) {
        try {
            return investigation.ask(List.of(look));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Drives an incident whose diagnoser does this before it diagnoses.
    private void drive(Consumer<Investigation> before) throws InterruptedException {
        HighCpu.shownBy(engine.provider, engine.clock);
        var usual = engine.minds.minds().diagnoser();
        engine.minds.diagnosing(new Diagnoser() {
            @Override
            public Diagnosis diagnose(CaseFile caseFile) {
                return usual.diagnose(caseFile);
            }

            @Override
            public Diagnosis diagnose(CaseFile caseFile, Investigation investigation) {
                before.accept(investigation);
                return usual.diagnose(caseFile);
            }
        });
        engine.reported().drive();
    }
}
