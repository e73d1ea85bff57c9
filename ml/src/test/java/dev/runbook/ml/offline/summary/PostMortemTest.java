package dev.runbook.ml.offline.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Reading;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.diagnosis.OfflineDiagnoser;
import dev.runbook.ml.offline.recommendation.OfflineRecommender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostMortemTest {

    private final PostMortem postMortem = new PostMortem();

    @Test
    void itTellsWhatWasDoneWhoApprovedItAndWhatCameOfIt() throws InterruptedException {
        var engine = anIncident(HighCpu.report(), "compute.restart_service");

        var page = postMortem.postMortem(EngineUnderTest.ID, told(engine));

        assertThat(page)
                .contains("# Post-mortem INC-1: checkout on web-1 answers slowly")
                .contains("## Cause", "checkout")
                .contains("### compute.restart_service")
                .contains("ann approved ap-1 at 2")
                .contains("the problem was gone")
                .contains("| Resolved |")
                .contains("## What was tried and did not help\n\nNothing.");
    }

    @Test
    void pagesThatWereFoundAreCitedAsReadingAndCannotBeMarkup() throws InterruptedException {
        var journal = new ArrayList<>(told(anIncident(HighCpu.report(), "compute.restart_service")));
        var last = journal.getLast();
        var found = new Evidence(
                EvidenceId.number(900),
                "pages",
                new Evidence.Query("knowledge.find_pages", Value.Fields.NONE),
                TimeWindow.endingAt(last.at(), Duration.ZERO),
                last.at(),
                new Reading("cpu.md", "CPU", "Calm [it](x) down", 0.8, "How it begins").facts());
        journal.add(new Stamped(
                last.at(),
                Actor.engine(),
                new Event.EvidenceGathered(Incident.INVESTIGATION, List.of(found), List.of(), new Value.Nothing())));

        var page = postMortem.postMortem(EngineUnderTest.ID, journal);

        assertThat(page)
                .contains("## Worth reading\n\n- cpu.md, Calm \\[it\\](x) down: nearness 0.80 (ev-900)\n")
                .doesNotContain("How it begins");
    }

    @Test
    void alertsThatNobodySaidToBeOverAreNamedAtTheEnd() throws InterruptedException {
        var engine = anIncident(HighCpu.report(), "compute.restart_service");
        var journal = new ArrayList<>(told(engine));
        assertThat(postMortem.postMortem(EngineUnderTest.ID, journal)).doesNotContain("Not known to be over");
        var disk = anAlert("DiskFull");
        var latency = anAlert("HighLatency");
        journal.add(then(engine, new Event.AlertJoined(disk, "it is about checkout, too")));
        journal.add(then(engine, new Event.AlertJoined(latency, "it is about checkout, too")));
        journal.add(then(engine, new Event.AlertsCounted(101)));
        journal.add(then(engine, new Event.AlertEnded(disk)));

        var page = postMortem.postMortem(EngineUnderTest.ID, journal);

        assertThat(page)
                .contains("Not known to be over when it was resolved: HighLatency on checkout.")
                .contains("Alert DiskFull on checkout since 2026-03-02 12:00:00 UTC joined and is over: it is high")
                .contains("101 alerts or more joined this incident");
    }

    private static Alert anAlert(String name) {
        return new Alert(name, "checkout", "it is high", Severity.HIGH, SettableClock.NOON, Map.of());
    }

    @Test
    void everyNumberComesFromTheJournal() throws InterruptedException {
        var engine = anIncident(HighCpu.report(), "compute.restart_service");

        var page = postMortem.postMortem(EngineUnderTest.ID, told(engine));

        assertThat(new TracedNumbers(engine.entries()).strangersIn(page)).isEmpty();
    }

    @Test
    void aNumberThatTheJournalDoesNotHaveWouldBeNoticed() throws InterruptedException {
        var engine = anIncident(HighCpu.report(), "compute.restart_service");

        var page = postMortem.postMortem(EngineUnderTest.ID, told(engine)) + "\nIt cost 48151 euros.\n";

        assertThat(new TracedNumbers(engine.entries()).strangersIn(page)).containsExactly("48151");
    }

    @Test
    void whatDidNotHelpIsSaidToHaveNotHelped() throws InterruptedException {
        var engine = anIncident(HighCpu.report());

        var page = postMortem.postMortem(EngineUnderTest.ID, told(engine));

        assertThat(page)
                .contains("## What was tried and did not help\n\n### compute.restart_service")
                .contains("the problem was not seen to be gone")
                .contains("Escalated");
        assertThat(new TracedNumbers(engine.entries()).strangersIn(page)).isEmpty();
    }

    @Test
    void aCauseThatWasCuredIsNamedThoughNothingIsBrokenAnyMore() throws InterruptedException {
        var engine = anIncident(HighCpu.report(), "compute.restart_service");
        var journal = new ArrayList<>(told(engine));
        var cause = engine.incident().cause().orElseThrow();
        var looked = engine.events(Event.Verified.class).getFirst().verification();
        journal.add(then(engine, new Event.TroubleRemains(cause, looked)));
        var healthy = new Diagnosis(Diagnosis.Verdict.HEALTHY, List.of(), List.of());
        journal.add(then(engine, new Event.Diagnosed(new StepId("decide"), healthy)));

        var page = postMortem.postMortem(EngineUnderTest.ID, journal);

        assertThat(page)
                .contains("The cause, with confidence")
                .doesNotContain("nothing that is broken")
                .doesNotContain("Nothing was broken");
    }

    @Test
    void allCausesAreNamed() throws InterruptedException {
        var engine = anIncident(HighCpu.report(), "compute.restart_service");
        var journal = new ArrayList<>(told(engine));
        var looked = engine.events(Event.Verified.class).getFirst().verification();
        var other = new Hypothesis(
                "the disk of web-9 is full",
                CauseKind.DISK_FULL,
                "web-9",
                Optional.empty(),
                0.7,
                Set.of(EvidenceId.number(1)),
                Set.of(),
                Optional.empty());
        journal.add(then(engine, new Event.TroubleRemains(other, looked)));

        var page = postMortem.postMortem(EngineUnderTest.ID, journal);

        assertThat(page)
                .contains("Cause 1 of 2, with confidence 0.70: the disk of web-9 is full")
                .contains("Cause 2 of 2")
                .contains("Rotate or expire what fills the disk of web-9")
                .contains("Find out why checkout ran away");
    }

    @Test
    void whatAStepOfTheRunbookSawIsTold() throws InterruptedException {
        var engine = anIncident(HighCpu.report());
        var journal = new ArrayList<>(told(engine).stream()
                .filter(stamped -> !(stamped.event() instanceof Event.NotVerified))
                .toList());
        var nothing = new Event.EvidenceGathered(Incident.VERIFICATION, List.of(), List.of(), new Value.Nothing());
        journal.add(then(engine, nothing));
        journal.add(then(engine, new Event.StepFailed(new StepId("well"), "cpu_usage < 50 is false")));

        var page = postMortem.postMortem(EngineUnderTest.ID, journal);

        assertThat(page)
                .contains("Step well looked again at")
                .contains("it is not as it should be: cpu_usage")
                .doesNotContain("Nobody looked afterwards");
    }

    private static Stamped then(EngineUnderTest engine, Event event) {
        return new Stamped(engine.clock.instant(), Actor.engine(), event);
    }

    @Test
    void wordsFromOutsideNeverBecomeMarkup() throws InterruptedException {
        var hostile =
                "# Ignore the above\n- [click](http://evil.example) <img src=x onerror=alert(1)> `rm` **bold** | cell";

        var page = postMortem.postMortem(
                EngineUnderTest.ID, told(anIncident(ProblemReport.of(hostile).onHost(HighCpu.HOST))));

        assertThat(page)
                .doesNotContain("[click](", "**bold**", "http://", "\n# Ignore", " | cell")
                .doesNotContainPattern("(?<!\\\\)<")
                .contains("\\[click\\]");
        assertThat(page.lines().filter(line -> line.startsWith("# "))).hasSize(1);
    }

    @Test
    void onlyWhatWouldBeMarkupIsEscaped() {
        assertThat(Markdown.text("23.6% of #4711 & ~12 ms, -5 at 10:02"))
                .isEqualTo("23.6% of #4711 & ~12 ms, -5 at 10:02");
        assertThat(Markdown.text("1. one")).isEqualTo("1\\. one");
        assertThat(Markdown.text("# one")).isEqualTo("\\# one");
        assertThat(Markdown.text("&lt;b&#62;")).isEqualTo("\\&lt;b\\&#62;");
        assertThat(Markdown.text("~~gone~~")).isEqualTo("\\~\\~gone\\~\\~");
    }

    @Test
    void aJournalWithoutAReportIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> postMortem.postMortem(EngineUnderTest.ID, List.of()))
                .withMessageContaining("begins with a report");
    }

    private static List<Stamped> told(EngineUnderTest engine) {
        return engine.entries().stream().map(JournalEntry::stamped).toList();
    }

    /// An incident driven to its end on the offline diagnosis.
    private EngineUnderTest anIncident(ProblemReport report, String... cures) throws InterruptedException {
        var engine = new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.HIGH).build());
        HighCpu.shownBy(engine.provider, engine.clock, cures);
        engine.minds
                .diagnosing(new OfflineDiagnoser())
                .recommending(new OfflineRecommender())
                .summarizing(postMortem);
        engine.reported(report);
        var pause = engine.drive();
        while (true) {
            if (Engine.openRequest(engine.incident()).isPresent()) engine.approve("ann");
            else if (pause.wakeAt().isPresent())
                engine.clock.advanceTo(pause.wakeAt().get());
            else return engine;
            pause = engine.drive();
        }
    }
}
