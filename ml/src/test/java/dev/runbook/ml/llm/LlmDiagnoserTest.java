package dev.runbook.ml.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.value.Value;
import dev.runbook.ml.llm.model.Budget;
import dev.runbook.ml.llm.model.Limits;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.ModelStub;
import dev.runbook.ml.llm.stub.Reply;
import dev.runbook.ml.offline.OfflineEngine;
import dev.runbook.ml.offline.cases.CaseBuilder;
import dev.runbook.ml.offline.cases.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of a diagnosis that a model makes, whatever the model does.
class LlmDiagnoserTest {

    private static final Content SEEN = new Content.Facts("rep-9", "disks", Value.fields("used_percent", 41));

    private final AnthropicStub stub = new AnthropicStub();
    private final StubbedEngine engine = new StubbedEngine();
    private final CaseFile caseFile = busyHost();
    private final NotedInvestigation noted =
            new NotedInvestigation(SEEN, caseFile.evidence().size());
    private final Diagnosis floor = OfflineEngine.create().diagnoser().diagnose(caseFile);

    @AfterEach
    void close() {
        stub.close();
    }

    /// ev-1 processor, ev-2 alert, ev-3 processes.
    static CaseFile busyHost() {
        return CaseBuilder.about("the reporting machine crawls")
                .host("rep-9")
                .metric("rep-9", "cpu_usage", "percent", Signal.level(24).stepsTo(97, 40))
                .fires("rep-9", "CpuHigh", "CPU of rep-9 above 90 percent", 42)
                .facts(
                        "rep-9",
                        "top processes",
                        List.of(
                                Map.of("name", "pdf-render", "service", "invoice-builder", "cpu_percent", 88.5),
                                Map.of("name", "sshd", "cpu_percent", 0.4)))
                .build();
    }

    private static Map<String, Object> hypothesis(String statement, String component, String... support) {
        return Map.of(
                "statement",
                statement,
                "kind",
                "runaway_process",
                "component",
                component,
                "onset",
                "2025-03-04T09:40:00Z",
                "confidence",
                0.9,
                "supported_by",
                List.of(support));
    }

    private static Reply.Message fault(Object... hypotheses) {
        return Reply.concludes("verdict", "fault", "hypotheses", List.of(hypotheses), "gaps", List.of());
    }

    private static Reply.Message doubt(double confidence) {
        return Reply.concludes("confidence", confidence, "contradicted_by", List.of(), "reason", "it may be");
    }

    private static final String TRUE_STATEMENT = "pdf-render of invoice-builder takes 88.5 percent of a core on rep-9";

    private Diagnosis diagnose() {
        return diagnose(StubbedEngine.LIMITS);
    }

    private Diagnosis diagnose(Limits limits) {
        return new LlmDiagnoser(
                        engine.asking(stub, limits), OfflineEngine.create().diagnoser())
                .diagnose(caseFile, noted);
    }

    private Hypothesis leading() {
        return diagnose().leading().orElseThrow();
    }

    private NotedInvestigation.Check check() {
        return noted.checks.getLast();
    }

    @Test
    void aTrueDiagnosisIsTakenOverWithItsEvidence() {
        stub.then(fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-1", "ev-3")), doubt(0.85));

        var leading = leading();

        assertThat(stub.violations()).isEmpty();
        assertThat(leading.statement()).isEqualTo(TRUE_STATEMENT);
        assertThat(leading.kind()).isEqualTo(CauseKind.RUNAWAY_PROCESS);
        assertThat(leading.supportedBy()).containsExactly(EvidenceId.number(1), EvidenceId.number(3));
        assertThat(leading.onset()).contains(CaseBuilder.minute(40));
        assertThat(leading.confidence()).isEqualTo(0.85);
        assertThat(check().standing()).isEqualTo(Standing.AGREED);
    }

    @Test
    void everyCallIsKeptWithItsCost() {
        stub.then(fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3")).costing(10_000, 500), doubt(0.9));

        diagnose();

        assertThat(noted.consultations).extracting(Consultation::task).containsExactly(Task.DIAGNOSE, Task.REFUTE);
        var first = noted.consultations.getFirst();
        assertThat(first.prompt()).isEqualTo("diagnosis/1");
        assertThat(first.model()).isEqualTo("claude-sonnet-5-5");
        assertThat(first.usage()).isEqualTo(new Consultation.Usage(10_000, 500, 7, 3));
        assertThat(first.costMicros()).isEqualTo(25_009);
        assertThat(first.input()).startsWith("system:\nYou find the causes").contains("cpu_usage of rep-9");
        assertThat(first.outcome())
                .isInstanceOfSatisfying(
                        Consultation.Outcome.Answered.class,
                        answered -> assertThat(answered.output()).contains("88.5 percent"));
    }

    @Test
    void aModelLooksFurtherWithSeveralQuestionsAtATimeAndCitesWhatItSaw() {
        stub.then(
                Reply.all(
                        Reply.calls("compute_get_disk_usage", "host", "rep-9"),
                        Reply.calls("monitoring_get_logs", "host", "rep-9", "limit", 50)),
                fault(hypothesis("pdf-render uses 88.5 percent while the disk is at 41", "rep-9", "ev-3", "ev-4")),
                doubt(0.9));

        var leading = leading();

        assertThat(stub.violations()).isEmpty();
        assertThat(noted.turns)
                .singleElement()
                .satisfies(turn -> assertThat(turn).hasSize(2));
        assertThat(leading.supportedBy()).contains(EvidenceId.number(4));
        assertThat(leading.statement()).contains("41");
        assertThat(stub.requests().get(1).toString()).contains("used_percent");
    }

    @Test
    void nothingThatChangesAnythingIsAmongTheTools() {
        stub.then(fault(hypothesis(TRUE_STATEMENT, "rep-9", "ev-3")), doubt(0.9));

        diagnose();

        var names = new ArrayList<String>();
        stub.requests()
                .getFirst()
                .path("tools")
                .forEach(tool -> names.add(tool.path("name").stringValue("")));
        var changes = Operations.CATALOGUE.all().stream()
                .filter(operation -> operation.effect() != Effect.READS)
                .map(operation -> operation.name().toString().replace('.', '_'))
                .toList();
        assertThat(changes).contains("compute_restart_service");
        assertThat(names)
                .contains("monitoring_get_metrics", "read_evidence", "conclude")
                .doesNotContainAnyElementsOf(changes);
    }

    @Test
    void aToolThatThereIsNotIsRefusedAndTheTalkGoesOn() {
        stub.then(
                Reply.calls("compute_restart_service", "host", "rep-9", "service", "invoice-builder"),
                fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3")),
                doubt(0.9));

        leading();

        assertThat(stub.requests().get(1).toString()).contains("there is no tool 'compute_restart_service' here");
        assertThat(noted.turns).isEmpty();
    }

    @Test
    void aQuestionIsNotAskedTwiceAndMoreOfTheEvidenceCanBeRead() {
        stub.then(
                Reply.calls("compute_get_disk_usage", "host", "rep-9"),
                Reply.calls("compute_get_disk_usage", "host", "rep-9"),
                Reply.calls("read_evidence", "evidence", "ev-1", "from", 0),
                fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3")),
                doubt(0.9));

        leading();

        assertThat(noted.turns).hasSize(1);
        assertThat(stub.requests().get(2).toString()).contains("this was asked before");
        assertThat(stub.requests().get(3).toString()).contains("2025-03-04T09:01:00Z 2");
    }

    @Test
    void figuresThatNoEvidenceHoldsAreRemoved() {
        stub.then(
                fault(hypothesis(
                        "pdf-render takes 88.5 percent of a core. It leaks 300 file handles a minute since 08:13 on rep-77.",
                        "invoice-builder",
                        "ev-3")),
                doubt(0.9));

        assertThat(leading().statement()).isEqualTo("pdf-render takes 88.5 percent of a core.");
        assertThat(check().remarks())
                .anySatisfy(remark ->
                        assertThat(remark).contains("was removed: no evidence holds '300', '08:13', 'rep-77'"));
    }

    @Test
    void anotherIncidentAloneIsNoEvidenceOfThisOne() {
        var past = new Evidence(
                EvidenceId.number(4),
                "memory",
                new Evidence.Query("memory.find_similar", Value.Fields.NONE),
                TimeWindow.endingAt(CaseBuilder.minute(60), Duration.ZERO),
                CaseBuilder.minute(60),
                new Content.Facts(
                        "INC-old", PastCase.TITLE, Value.fields("service", "thumbs", "problem", "rep-9 crawls")));
        var remembering = new CaseFile(
                caseFile.report(),
                caseFile.reportedAt(),
                caseFile.classification(),
                Stream.concat(caseFile.evidence().stream(), Stream.of(past)).toList(),
                List.of(),
                List.of());
        stub.then(
                fault(
                        hypothesis("rep-9 is as it was", "rep-9", "ev-4"),
                        hypothesis("thumbs is as it was", "thumbs", "ev-1", "ev-4"),
                        hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3", "ev-4")),
                doubt(0.9));

        var diagnosis = new LlmDiagnoser(
                        engine.asking(stub, StubbedEngine.LIMITS),
                        OfflineEngine.create().diagnoser())
                .diagnose(remembering, noted);

        assertThat(diagnosis.hypotheses())
                .filteredOn(hypothesis -> hypothesis.ruledOut().isEmpty())
                .extracting(Hypothesis::component)
                .containsExactly("invoice-builder");
        assertThat(check().remarks())
                .contains(
                        "a hypothesis about 'rep-9' was dropped: it cites other incidents alone, and no evidence of this one",
                        "a hypothesis about 'thumbs' was dropped: no evidence knows a component of this name");
    }

    @Test
    void aHypothesisWithoutEvidenceOrAboutAStrangerIsDropped() {
        stub.then(
                fault(
                        hypothesis("the mainframe is down", "mainframe", "ev-1"),
                        hypothesis("rep-9 is tired", "rep-9", "ev-99"),
                        hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3", "ev-98")),
                doubt(0.9));

        var diagnosis = diagnose();

        assertThat(diagnosis.hypotheses())
                .singleElement()
                .satisfies(h -> assertThat(h.supportedBy()).containsExactly(EvidenceId.number(3)));
        assertThat(check().remarks())
                .contains(
                        "a hypothesis about 'mainframe' was dropped: no evidence knows a component of this name",
                        "a hypothesis about 'rep-9' was dropped: it cites no evidence that there is");
    }

    @Test
    void aFaultThatNothingBearsIsAnsweredByTheOfflineEngine() {
        stub.then(fault(hypothesis("the mainframe is down", "mainframe", "ev-1")));

        assertThat(diagnose()).isEqualTo(floor);
        assertThat(check().standing()).isEqualTo(Standing.OFFLINE);
    }

    @Test
    void theSecondLookCanOnlyTakeConfidenceAway() {
        stub.then(fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3")), doubt(1.0));
        assertThat(leading().confidence()).isEqualTo(0.9);

        stub.then(fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3")), doubt(0.3));
        assertThat(leading().confidence()).isEqualTo(0.3);
        assertThat(check().remarks()).contains("the attempt to refute it lowered the confidence from 0.9 to 0.3");
    }

    @Test
    void whenNobodyCanRefuteItTheFirstAnswerStandsAndThatIsSaid() {
        stub.then(fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3")), Reply.refuses(400, "oh"));

        assertThat(leading().confidence()).isEqualTo(0.9);
        assertThat(check().remarks()).anySatisfy(remark -> assertThat(remark).startsWith("nobody tried to refute it"));
    }

    @Test
    void aCauseThatOnlyTheModelSeesStandsAlone() {
        stub.then(fault(hypothesis("sshd of rep-9 takes 0.4 percent", "sshd", "ev-3")), doubt(0.9));

        diagnose();

        assertThat(check().standing()).isEqualTo(Standing.MODEL_ALONE);
    }

    @Test
    void thatNothingIsWrongIsNotBelievedOnAModelsWordAlone() {
        stub.then(Reply.concludes("verdict", "healthy", "hypotheses", List.of()));

        assertThat(diagnose()).isEqualTo(floor);
        assertThat(floor.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(check().remarks()).contains("that nothing is wrong is not believed on a model's word alone");
    }

    @Test
    void inconclusiveIsANormalResult() {
        stub.then(Reply.concludes("verdict", "inconclusive", "hypotheses", List.of(), "gaps", List.of("no traces")));

        var diagnosis = diagnose();

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(diagnosis.gaps()).contains("no traces");
    }

    @Test
    void anAnswerThatCannotBeReadIsSentBackOnceAndThenRead() {
        stub.then(
                Reply.concludes("verdict", "certain", "hypotheses", List.of()),
                fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3")),
                doubt(0.9));

        assertThat(leading().statement()).isEqualTo(TRUE_STATEMENT);
        assertThat(stub.requests().get(1).toString())
                .contains("the answer.verdict must be one of fault, healthy, inconclusive");
        assertThat(stub.violations()).isEmpty();
    }

    @Test
    void aModelThatKnowsNoToolsMayWriteTheObjectIntoItsText() {
        stub.then(Reply.says("Here it is: ```json\n{\"verdict\":\"inconclusive\",\"hypotheses\":[]}\n```"));

        assertThat(diagnose().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /// A model that fails, and what the timeline says of it.
    record Failure(String name, Consumer<ModelStub> script, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Failure> failures() {
        var loop = Reply.calls("compute_get_disk_usage", "host", "rep-9");
        return Stream.of(
                refusal(400, "invalid_request_error"),
                refusal(401, "authentication_error"),
                refusal(403, "permission_error"),
                refusal(404, "not_found_error"),
                refusal(413, "request_too_large"),
                refusal(500, "api_error"),
                refusal(529, "overloaded_error"),
                new Failure(
                        "429",
                        stub -> stub.always(new Reply.Refusal(429, "rate_limit_error", Map.of("retry-after", "5"))),
                        "429 from 127.0.0.1"),
                new Failure(
                        "429 that asks for more patience than there is",
                        stub -> stub.always(new Reply.Refusal(429, "rate_limit_error", Map.of("retry-after", "600"))),
                        "429 from 127.0.0.1"),
                new Failure("time-out", stub -> stub.always(new Reply.Silence()), "no answer"),
                new Failure("broken connection", stub -> stub.always(new Reply.Break()), "broke"),
                new Failure("no JSON", stub -> stub.always(new Reply.Nonsense("<html>oops")), "no JSON"),
                new Failure("no message", stub -> stub.always(new Reply.Nonsense("{}")), "no message"),
                new Failure("refusal", stub -> stub.always(Reply.says("").stopping("refusal")), "the model refused"),
                new Failure(
                        "cut answer",
                        stub -> stub.always(Reply.says("I think").stopping("max_tokens")),
                        "the answer was cut off"),
                new Failure("words", stub -> stub.always(Reply.says("it is broken")), "is no JSON object"),
                new Failure(
                        "wrong shape",
                        stub -> stub.always(Reply.concludes("verdict", 7)),
                        "the answer needs 'hypotheses'"),
                new Failure(
                        "a tool that there is not",
                        stub -> stub.always(Reply.calls("rm_rf", "path", "/")),
                        "the budget of 8 calls is spent"),
                new Failure("endless loop", stub -> stub.always(loop), "the budget of 8 calls is spent"),
                new Failure(
                        "endless loop of pauses",
                        stub -> stub.always(Reply.says("thinking").stopping("pause_turn")),
                        "the budget of 8 calls is spent"),
                new Failure(
                        "an expensive loop",
                        stub -> stub.always(loop.costing(90_000, 9_000)),
                        "the budget of 100000 tokens is spent"));
    }

    private static Failure refusal(int status, String type) {
        return new Failure(
                String.valueOf(status), stub -> stub.always(Reply.refuses(status, type)), status + " from 127.0.0.1");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverAModelDoesTheOfflineEngineAnswersAndTheTimelineSaysWhy(Failure failure) {
        failure.script().accept(stub);

        var diagnosis = diagnose(new Limits(8, 100_000, 1_000_000, Duration.ofSeconds(60), Duration.ofMillis(700)));

        assertThat(diagnosis.leading()).isEqualTo(floor.leading());
        assertThat(check().standing()).isEqualTo(Standing.OFFLINE);
        assertThat(check().remarks()).singleElement().asString().contains(failure.reason());
        assertThat(stub.requests()).hasSizeLessThanOrEqualTo(8);
        assertThat(engine.pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isLessThanOrEqualTo(Duration.ofSeconds(60));
        assertThat(noted.consultations).isNotEmpty();
        assertThat(noted.consultations.toString()).doesNotContain("sk-ant-this-is-the-key");
    }

    @Test
    void aRateLimitIsWaitedOutAsItsHeaderSays() {
        stub.then(
                new Reply.Refusal(429, "rate_limit_error", Map.of("retry-after", "5")),
                Reply.refuses(529, "overloaded_error"),
                fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3")),
                doubt(0.9));

        leading();

        assertThat(engine.pauses).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(2));
    }

    @Test
    void moneyIsABudgetToo() {
        stub.always(Reply.calls("compute_get_disk_usage", "host", "rep-9").costing(10_000, 1_000));

        diagnose(new Limits(100, 1_000_000, 50_000, Duration.ofSeconds(60), Duration.ofSeconds(20)));

        assertThat(check().remarks()).containsExactly("the budget of $0.05 is spent");
        assertThat(noted.consultations).hasSize(2);
    }

    @Test
    void aDeadModelIsLeftAloneForAWhileAndTriedAgainLater() {
        var consultant = engine.asking(stub);
        var diagnoser = new LlmDiagnoser(consultant, OfflineEngine.create().diagnoser());
        stub.always(Reply.refuses(401, "authentication_error"));

        diagnoser.diagnose(caseFile, noted);
        int asked = stub.requests().size();
        diagnoser.diagnose(caseFile, noted);
        assertThat(stub.requests()).hasSize(asked);
        assertThat(check().remarks()).singleElement().asString().contains("is not asked again before");

        engine.later(Duration.ofMinutes(2));
        stub.always(Reply.concludes("verdict", "inconclusive", "hypotheses", List.of()));
        assertThat(diagnoser.diagnose(caseFile, noted).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aNetworkThatIsCutInTheMiddleLeavesTheIncidentGoingOn() {
        stub.otherwise(_ -> {
            stub.always(new Reply.Break());
            return Reply.calls("compute_get_disk_usage", "host", "rep-9");
        });

        assertThat(diagnose().leading()).isEqualTo(floor.leading());
        assertThat(check().standing()).isEqualTo(Standing.OFFLINE);
    }

    @Test
    void aRecordingAnswersAsTheModelDidWithoutIt() {
        stub.then(
                Reply.calls("compute_get_disk_usage", "host", "rep-9"),
                fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-3", "ev-4")),
                doubt(0.7));
        var live = diagnose();
        var again = new NotedInvestigation(SEEN, caseFile.evidence().size());

        var replayed = LanguageModelEngine.replaying(noted.consultations, java.time.InstantSource.system())
                .diagnoser(OfflineEngine.create().diagnoser())
                .diagnose(caseFile, again);

        assertThat(replayed).isEqualTo(live);
        assertThat(again.checks).isEqualTo(noted.checks);
        assertThat(stub.requests()).hasSize(3);
    }

    /// A case in which monitoring sees nothing, and the host itself does.
    private Diagnosis quiet(NotedInvestigation machine) {
        var quiet = CaseBuilder.about("the radar picture stands still")
                .service("radar")
                .resource("radar", "service", "running", "mast-2")
                .resource("mast-2", "host", "running", "")
                .metric("mast-2", "cpu_usage", "percent", Signal.level(22).noisy(0.03))
                .metric("radar", "error_rate", "percent", Signal.level(0.3).noisy(0.1))
                .build();
        return new LlmDiagnoser(engine.asking(stub), OfflineEngine.create().diagnoser()).diagnose(quiet, machine);
    }

    private static NotedInvestigation machine(double percent) {
        return new NotedInvestigation(
                new Content.Facts(
                        "mast-2",
                        "top processes",
                        Value.of(List.of(Map.of("name", "polar-grid", "service", "radar", "cpu_percent", percent)))),
                100);
    }

    @Test
    void thatAllIsWellIsNotBelievedOfAModelWhereTheHostItselfSaysOtherwise() {
        var machine = machine(88);
        stub.then(Reply.concludes("verdict", "healthy", "hypotheses", List.of()));

        var diagnosis = quiet(machine);

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(diagnosis.gaps()).anyMatch(gap -> gap.contains("polar-grid takes 88 percent of CPU"));
        assertThat(machine.turns).as("asked once").hasSize(1);
        assertThat(machine.checks.getLast().standing()).isEqualTo(Standing.OFFLINE);
    }

    @Test
    void thatAllIsWellIsBelievedOfAModelOnceTheHostSaysSoToo() {
        var machine = machine(12);
        stub.then(Reply.concludes("verdict", "healthy", "hypotheses", List.of()));

        assertThat(quiet(machine).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(machine.turns).as("asked once").hasSize(1);
        assertThat(machine.checks.getLast().standing()).isEqualTo(Standing.AGREED);
    }

    @Test
    void whereTheModelDoesNotAnswerTheOfflineEngineLooksByItself() {
        var machine = machine(88);
        stub.always(Reply.refuses(401, "authentication_error"));

        assertThat(quiet(machine).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(machine.turns).as("asked once").hasSize(1);
    }

    @Test
    void theAttemptToRefuteKnowsWhatTheOfflineEngineSaw() {
        var machine = machine(88);
        var claim = Map.<String, Object>of(
                "statement",
                "the path to radar loses what it sends",
                "kind",
                "network_degradation",
                "component",
                "radar",
                "confidence",
                0.6,
                "supported_by",
                List.of("ev-4"));
        stub.then(fault(claim), doubt(0.2));

        quiet(machine);

        assertThat(stub.requests().getLast().toString()).contains("polar-grid");
    }

    private Diagnosis diagnose(Budget budget) {
        return new LlmDiagnoser(
                        engine.asking(stub, StubbedEngine.LIMITS, budget),
                        OfflineEngine.create().diagnoser())
                .diagnose(caseFile, noted);
    }

    @Test
    void whatAllTasksOfAnIncidentHaveTakenCountsAgainstItsBudget() {
        var budget = new Budget(3, 1_000_000, 1_000_000, Duration.ofMinutes(5));
        stub.then(
                fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-1", "ev-3")),
                doubt(0.85),
                fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-1", "ev-3")),
                doubt(0.85));

        diagnose(budget);
        var second = diagnose(budget);
        var third = diagnose(budget);

        assertThat(stub.requests()).hasSize(3);
        assertThat(second.leading()).isPresent();
        assertThat(noted.checks.get(1).remarks())
                .contains("nobody tried to refute it: the incident's budget of 3 calls is spent");
        assertThat(third).isEqualTo(floor);
        assertThat(check().standing()).isEqualTo(Standing.OFFLINE);
        assertThat(check().remarks()).containsExactly("the incident's budget of 3 calls is spent");
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void eachPartOfTheBudgetEndsTheAsking(Budget budget, String said) {
        stub.then(fault(hypothesis(TRUE_STATEMENT, "invoice-builder", "ev-1", "ev-3"))
                .costing(10_000, 500));

        diagnose(budget);

        assertThat(stub.requests()).hasSize(1);
        assertThat(check().remarks()).anyMatch(remark -> remark.contains("the incident's budget of " + said));
    }

    static Stream<Arguments> budgets() {
        return Stream.of(
                Arguments.of(new Budget(9, 10_000, 1_000_000, Duration.ofMinutes(5)), "10000 tokens is spent"),
                Arguments.of(new Budget(9, 1_000_000, 20_000, Duration.ofMinutes(5)), "$0.02 is spent"));
    }
}
