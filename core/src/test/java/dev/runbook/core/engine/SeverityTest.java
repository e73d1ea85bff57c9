package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Scope;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What becomes of the severity once the evidence speaks.
class SeverityTest {

    private static final String RESTART = "compute.restart_service";

    /// Calls every report of this severity, and finds that it is another.
    private record Mistaken(Severity told, Severity found) implements Classifier {
        @Override
        public Classification classify(ProblemReport report) {
            return new Classification(Category.COMPUTE, told, 0.9, List.of());
        }

        @Override
        public Optional<Reassessment> reassess(CaseFile caseFile, Diagnosis diagnosis) {
            return Optional.of(new Reassessment(found, "nine of ten calls fail", Set.of()));
        }
    }

    private static EngineUnderTest engine(Severity told, Severity found) {
        var engine =
                new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.MEDIUM).build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        engine.minds.classifying(new Mistaken(told, found));
        return engine;
    }

    @Test
    void whatWasFoundCorrectsWhatTheReportMadeItSeem() throws InterruptedException {
        var engine = engine(Severity.LOW, Severity.CRITICAL).reported();

        var end = engine.driveThroughTimers();

        assertThat(end.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(engine.entries())
                .filteredOn(e -> e.stamped().event() instanceof Event.SeverityCorrected)
                .singleElement()
                .satisfies(e -> assertThat(Sentence.of(e.stamped()))
                        .isEqualTo("the severity is critical instead of low: nine of ten calls fail"));
    }

    @Test
    void whatIsFoundToBeAsItSeemedIsNotCorrected() throws InterruptedException {
        var engine = engine(Severity.HIGH, Severity.HIGH).reported();

        engine.driveThroughTimers();

        assertThat(engine.events(Event.SeverityCorrected.class)).isEmpty();
    }

    @Test
    void aPolicyThatSpeaksOfSeveritySeesWhatWasFound() throws InterruptedException {
        var critical = new Scope(
                List.of(),
                List.of(),
                Set.of(),
                Set.of(Severity.CRITICAL),
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
        var policy = ApprovalPolicy.ladder(EngineUnderTest.VETO_WINDOW, EngineUnderTest.EXPIRY)
                .and(List.of(new ApprovalPolicy.Rule(
                        "critical ones need two", critical, new Gate.NeedsApprovals(2, false))));
        var engine = engine(Severity.MEDIUM, Severity.CRITICAL).with(policy).reported();

        engine.driveUntilAsked();

        assertThat(engine.events(Event.ApprovalRequested.class))
                .singleElement()
                .satisfies(asked -> assertThat(asked.request().gate()).isEqualTo(new Gate.NeedsApprovals(2, false)));
    }
}
