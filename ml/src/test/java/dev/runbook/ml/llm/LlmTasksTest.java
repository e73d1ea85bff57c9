package dev.runbook.ml.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.Reply;
import dev.runbook.ml.offline.OfflineEngine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Classifier, recommender and summarizer, with a model and under it the offline engine.
class LlmTasksTest {

    private final AnthropicStub stub = new AnthropicStub();
    private final Consultant consultant = new StubbedEngine().asking(stub);
    private final CaseFile caseFile = LlmDiagnoserTest.busyHost();
    private final OfflineEngine offline = OfflineEngine.create();
    private final Diagnosis diagnosis = offline.diagnoser().diagnose(caseFile);
    private final NotedInvestigation noted = new NotedInvestigation(
            new Content.Facts("rep-9", "disks", Value.fields("used_percent", 41)),
            caseFile.evidence().size());

    @AfterEach
    void close() {
        assertThat(stub.violations()).isEmpty();
        stub.close();
    }

    // --- classifier ---

    private Classification classify() {
        return new LlmClassifier(
                        consultant, _ -> new Classification(Category.UNKNOWN, Severity.HIGH, 0.2, List.of("offline")))
                .classify(ProblemReport.of("orders-db refuses connections since 10:02"), noted);
    }

    @Test
    void aClassificationIsTakenOverWithTheReasonsThatTheReportBears() {
        stub.then(Reply.concludes(
                "category",
                "database",
                "severity",
                "critical",
                "confidence",
                0.9,
                "reasons",
                List.of("orders-db refuses connections since 10:02", "300 users are affected")));

        assertThat(classify())
                .isEqualTo(new Classification(
                        Category.DATABASE,
                        Severity.CRITICAL,
                        0.9,
                        List.of("orders-db refuses connections since 10:02")));
        assertThat(noted.checks)
                .singleElement()
                .satisfies(check ->
                        assertThat(check.remarks()).singleElement().asString().contains("'300'"));
    }

    @Test
    void aModelCannotTalkASeverityDown() {
        stub.then(Reply.concludes("category", "database", "severity", "low", "confidence", 0.9));

        assertThat(classify().severity()).isEqualTo(Severity.HIGH);
        assertThat(noted.checks.getFirst().remarks())
                .contains("severity low was not taken over: the offline engine says high");
    }

    @Test
    void withoutAnAnswerTheOfflineEngineClassifies() {
        stub.always(Reply.refuses(400, "no"));

        assertThat(classify().reasons()).containsExactly("offline");
        assertThat(noted.checks).extracting(NotedInvestigation.Check::standing).containsExactly(Standing.OFFLINE);
    }

    @Test
    void aKeyThatTheServerQuotesIsKeptNowhereAlsoNotByWhoLeavesTheModelAloneThen() {
        stub.always(Reply.refuses(401, "no such key: " + StubbedEngine.KEY));

        classify();
        classify();

        assertThat(noted.consultations.toString()).doesNotContain(StubbedEngine.KEY);
        assertThat(noted.checks)
                .hasSize(2)
                .allSatisfy(check -> assertThat(check.toString())
                        .contains("no such key: [secret]")
                        .doesNotContain(StubbedEngine.KEY));
    }

    // --- recommender ---

    private static Candidate candidate(String runbook, String operation, RiskLevel risk) {
        return new Candidate(
                new RunbookId(runbook),
                new StepId("act"),
                Operations.CATALOGUE.get(new OperationName(Capability.COMPUTE, operation)),
                operation,
                risk,
                Set.of(),
                Value.Fields.NONE,
                true);
    }

    private final List<Candidate> candidates = List.of(
            candidate("restarting", "restart_service", RiskLevel.MEDIUM),
            candidate("rebooting", "reboot_host", RiskLevel.CRITICAL),
            candidate("cleaning", "clean_disk", RiskLevel.HIGH));

    private List<Recommendation> recommend() {
        return new LlmRecommender(consultant, offline.recommender()).recommend(caseFile, diagnosis, candidates, noted);
    }

    private static Map<String, Object> action(String number, String reason) {
        return Map.of(
                "action", number, "reason", reason, "expected_effect", "it calms down", "evidence", List.of("ev-3"));
    }

    @Test
    void theModelsFirstChoiceThatIsTheOfflineEnginesToo() {
        stub.then(Reply.concludes("actions", List.of(action("A1", "pdf-render takes 88.5 percent"))));

        var first = recommend().getFirst();

        assertThat(first.operation()).hasToString("compute.restart_service");
        assertThat(first.reason()).isEqualTo("pdf-render takes 88.5 percent");
        assertThat(first.risk()).isEqualTo(RiskLevel.MEDIUM);
        assertThat(noted.checks.getLast().standing()).isEqualTo(Standing.AGREED);
    }

    @Test
    void anotherOrderThanTheOfflineEnginesStandsAlone() {
        stub.then(Reply.concludes("actions", List.of(action("A2", "a reboot helps"))));

        var ranked = recommend();

        assertThat(ranked.getFirst().operation()).hasToString("compute.reboot_host");
        assertThat(ranked.getFirst().risk()).isEqualTo(RiskLevel.CRITICAL);
        assertThat(noted.checks.getLast().standing()).isEqualTo(Standing.MODEL_ALONE);
    }

    @Test
    void whatIsNoActionOrCuresNothingIsDroppedAndSaid() {
        stub.then(Reply.concludes(
                "actions",
                List.of(action("A9", "x"), action("delete everything", "x"), action("A3", "x"), action("A1", "x"))));

        assertThat(recommend().getFirst().operation()).hasToString("compute.restart_service");
        assertThat(noted.checks.getLast().remarks())
                .contains(
                        "the recommendation 'A9' was dropped: it is none of the actions there are",
                        "the recommendation 'delete everything' was dropped: it is none of the actions there are")
                .anySatisfy(remark -> assertThat(remark).contains("compute.clean_disk was dropped"));
    }

    @Test
    void aModelThatRecommendsNothingLeavesWhatTheOfflineEngineRecommends() {
        stub.then(Reply.concludes("actions", List.of()));

        assertThat(recommend()).isEqualTo(offline.recommender().recommend(caseFile, diagnosis, candidates));
        assertThat(noted.checks.getLast().standing()).isEqualTo(Standing.OFFLINE);
    }

    // --- summarizer ---

    @Test
    void theOpeningSaysNothingThatTheAccountDoesNotHold() {
        stub.then(Reply.concludes(
                "summary",
                "It began at 09:47 on web-1. It cost 3 million dollars.",
                "lessons",
                List.of("Watch the processor.", "Buy 7 more hosts.")));

        var text = new LlmSummarizer(consultant, (_, _) -> "# Post-mortem INC-1\n\nIt began at 09:47 on web-1.\n")
                .postMortem(new IncidentId("INC-1"), List.of(), noted);

        assertThat(text)
                .startsWith(
                        "# Post-mortem INC-1\n\n## In short\n\nIt began at 09:47 on web-1.\n\n- Watch the processor.\n")
                .doesNotContain("million", "7 more");
    }

    @Test
    void withoutAnAnswerThePostMortemIsTheOfflineEngines() {
        stub.always(Reply.says("no"));

        assertThat(new LlmSummarizer(consultant, (_, _) -> "# own\n")
                        .postMortem(new IncidentId("INC-1"), List.of(), noted))
                .isEqualTo("# own\n");
        assertThat(noted.checks.getLast().task()).isEqualTo(Task.SUMMARIZE);
    }
}
