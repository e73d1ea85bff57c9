package dev.runbook.ml.offline.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.TrackRecord;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.cases.CaseBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How an action did on such causes before orders what is recommended, and is said.
class TrackRecordTest {

    private static final OperationName RESTART = OperationName.of("compute.restart_service");
    private static final OperationName REBOOT = OperationName.of("compute.reboot_host");

    private static Candidate candidate(OperationName operation, RiskLevel risk) {
        return new Candidate(
                new RunbookId("memory"),
                new StepId(operation.method()),
                Operations.CATALOGUE.get(operation),
                operation.method(),
                risk,
                Set.of(),
                Value.Fields.NONE,
                true);
    }

    private static CaseFile caseFile(TrackRecord.Entry... entries) {
        return CaseBuilder.about("thumbs is slow")
                .service("thumbs")
                .resource("thumbs", "service", "running", "img-1")
                .facts("all incidents", TrackRecord.TITLE, new TrackRecord(List.of(entries)).facts())
                .build();
    }

    private static TrackRecord.Entry record(OperationName operation, CauseKind cause, long helped, long inVain) {
        return new TrackRecord.Entry(operation, cause, helped, inVain, Optional.empty());
    }

    private static List<Recommendation> recommended(CaseFile file) {
        var leak = new Hypothesis(
                "thumbs never gives memory back",
                CauseKind.MEMORY_LEAK,
                "thumbs",
                Optional.empty(),
                0.8,
                Set.of(EvidenceId.number(1)),
                Set.of(),
                Optional.empty());
        return new OfflineRecommender()
                .recommend(
                        file,
                        new Diagnosis(Diagnosis.Verdict.FAULT, List.of(leak), List.of()),
                        List.of(candidate(RESTART, RiskLevel.MEDIUM), candidate(REBOOT, RiskLevel.CRITICAL)));
    }

    @Test
    void withoutARecordTheLesserRiskComesFirst() {
        assertThat(recommended(caseFile()))
                .extracting(Recommendation::operation)
                .containsExactly(RESTART, REBOOT);
    }

    @Test
    void whatWasInVainBeforeComesLaterAndTheReasonSaysSo() {
        var file = caseFile(record(RESTART, CauseKind.MEMORY_LEAK, 1, 3), record(REBOOT, CauseKind.MEMORY_LEAK, 2, 0));

        var recommended = recommended(file);

        assertThat(recommended).extracting(Recommendation::operation).containsExactly(REBOOT, RESTART);
        assertThat(recommended.getFirst().reason())
                .contains("it helped in 2 of 2 incidents")
                .contains("Rather than compute.restart_service, since it helped in 1 of 4 incidents");
        assertThat(recommended.getFirst().evidence()).as("the record is cited").contains(EvidenceId.number(2));
        assertThat(recommended.getLast().confidence()).isEqualTo(0.4);
    }

    @Test
    void aRecordAgainstAnotherKindOfCauseSaysNothing() {
        var file = caseFile(record(RESTART, CauseKind.RUNAWAY_PROCESS, 0, 9));

        assertThat(recommended(file).getFirst().operation()).isEqualTo(RESTART);
        assertThat(recommended(file).getFirst().confidence()).isEqualTo(0.8);
    }
}
