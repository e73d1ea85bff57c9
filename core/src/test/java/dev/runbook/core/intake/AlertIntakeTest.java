package dev.runbook.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.JoinedAlerts;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.intake.AlertIntake.Taken;
import dev.runbook.core.intake.AlertRecord.Fate;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertIntakeTest {

    private static final Actor SOURCE = new Actor.Source("alertmanager");
    private static final Actor.Operator ANN = new Actor.Operator("ann");
    private static final Duration WINDOW = Duration.ofMinutes(30);

    private final SettableClock clock = SettableClock.atNoon();
    private final Map<IncidentId, IncidentSummary> lines = new ConcurrentHashMap<>();
    private final InMemoryJournal entries = new InMemoryJournal(_ -> {});
    private final Journal journal = new Journal() {
        @Override
        public List<JournalEntry> read(IncidentId incident) {
            return counted(entries.read(incident));
        }

        @Override
        public List<JournalEntry> read(IncidentId incident, long after) {
            return counted(entries.read(incident, after));
        }

        private List<JournalEntry> counted(List<JournalEntry> some) {
            read += some.size();
            return some;
        }

        @Override
        public Append append(Commit commit) {
            var append = entries.append(commit);
            if (append instanceof Append.Appended) lines.put(commit.incident(), commit.summary());
            return append;
        }
    };
    private final IncidentDesk desk = new IncidentDesk(
            journal, new Engine(new Notices(Optional.empty())), () -> new IncidentId("INC-reported"), clock);
    private final InMemoryAlertBook book = new InMemoryAlertBook(lines::values);
    private final AlertIntake intake = new AlertIntake(desk, book, clock, WINDOW);
    private int words;

    /// How many entries of the journal were read.
    private long read;

    /// Another word about an outbreak.
    private Arrival word(String name, String service, String outbreak, boolean firing) {
        return word(name, service, outbreak, firing, Map.of());
    }

    private Arrival word(String name, String service, String outbreak, boolean firing, Map<String, String> labels) {
        var alert = new Alert(name, service, "it is high", Severity.HIGH, clock.instant(), labels);
        var report = new ProblemReport(
                name,
                Optional.empty(),
                Optional.of(service).filter(one -> !one.equals(Alert.NOWHERE)),
                "production",
                List.of(alert),
                Map.of());
        return new Arrival("word-" + ++words, outbreak, true, firing, report);
    }

    private Taken.Fired fires(String name, String service, String outbreak) {
        return (Taken.Fired) intake.take(word(name, service, outbreak, true), SOURCE);
    }

    private List<Event> events(IncidentId id) {
        return journal.read(id).stream().map(entry -> entry.stamped().event()).toList();
    }

    private void append(IncidentId id, Event event) {
        var stamped = new Stamped(clock.instant(), Actor.engine(), event);
        var before = desk.find(id).orElseThrow();
        var after = Evolution.apply(before, stamped);
        journal.append(new Journal.Commit(
                before.seq(), List.of(stamped), IncidentSummary.of(after, clock.instant()), Journal.Wake.KEEP));
    }

    private void resolve(IncidentId id) {
        append(id, new Event.Escalated("nobody knows"));
        desk.handle(id, new Command.Resolve(ANN, "it went away"));
    }

    private void triage(IncidentId id) {
        append(id, new Event.Triaged(new Classification(Category.COMPUTE, Severity.HIGH, 0.9, List.of()), List.of()));
    }

    private static Event seen(String caller, String called) {
        var evidence = new Evidence(
                EvidenceId.number(1),
                "datadog",
                new Evidence.Query("monitoring.get_dependencies", Value.Fields.NONE),
                new TimeWindow(SettableClock.NOON.minusSeconds(60), SettableClock.NOON),
                SettableClock.NOON,
                new Content.Dependencies(List.of(new Content.Edge(caller, called))));
        return new Event.EvidenceGathered(new StepId("survey"), List.of(evidence), List.of(), new Value.Nothing());
    }

    @Test
    void theFirstAlertOpensAnIncident() {
        var taken = fires("HighCpu", "checkout", "cpu/1");

        assertThat(taken.fate()).isEqualTo(Fate.OPENED);
        assertThat(desk.find(taken.incident()).orElseThrow().report().service()).contains("checkout");
        assertThat(book.of(taken.incident()))
                .singleElement()
                .satisfies(one -> assertThat(one.times()).isOne());
    }

    @Test
    void anAlertThatSaysItBeginsLaterBeginsWhenItComes() {
        var later = clock.instant().plus(Duration.ofHours(3));
        var alert = new Alert("HighCpu", "checkout", "it is high", Severity.HIGH, later, Map.of());
        var report = ProblemReport.of("HighCpu").aboutService("checkout").withAlerts(List.of(alert));

        var taken = (Taken.Fired) intake.take(new Arrival("word", "cpu/1", true, true, report), SOURCE);

        var begun = desk.find(taken.incident()).orElseThrow().report().alerts().getFirst();
        assertThat(begun.startedAt()).isEqualTo(clock.instant());
        assertThat(begun.text()).contains("says that it begins at " + later);
        assertThat(book.latest("production//HighCpu/checkout"))
                .map(AlertRecord::alert)
                .contains(begun);
    }

    @Test
    void theSameWordDeliveredAgainIsNotCounted() {
        var word = word("HighCpu", "checkout", "cpu/1", true);
        var first = (Taken.Fired) intake.take(word, SOURCE);
        clock.advance(Duration.ofMinutes(9));

        assertThat(intake.take(word, SOURCE)).isEqualTo(new Taken.Fired(first.incident(), Fate.OPENED, true));
        assertThat(book.of(first.incident()).getFirst().times()).isOne();
    }

    @Test
    void aRepeatIsCountedOnItsIncidentAndOpensNothing() {
        var first = fires("HighCpu", "checkout", "cpu/1");
        clock.advance(Duration.ofHours(4));

        var again = fires("HighCpu", "checkout", "cpu/1");

        assertThat(again).isEqualTo(new Taken.Fired(first.incident(), Fate.DEDUPLICATED, false));
        assertThat(book.of(first.incident()).getFirst().times()).isEqualTo(2);
        assertThat(events(first.incident())).hasSize(1);
    }

    @Test
    void alarmsOfOneNameInTwoAccountsAreTwo() {
        var one = Map.of("account", "111111111111");
        var other = Map.of("account", "222222222222");
        var first = (Taken.Fired) intake.take(word("HighCpu", "checkout", "cpu/1", true, one), SOURCE);

        var second = (Taken.Fired) intake.take(word("HighCpu", "checkout", "cpu/2", true, other), SOURCE);
        intake.take(word("HighCpu", "checkout", "cpu/2", false, other), SOURCE);

        assertThat(second.fate()).isEqualTo(Fate.CORRELATED);
        assertThat(book.of(first.incident()))
                .extracting(tally -> tally.last().endedAt().isPresent())
                .containsExactly(false, true);
    }

    @Test
    void anAlertThatBreaksOutAnewIsCountedAndNoted() {
        var first = fires("HighCpu", "checkout", "cpu/1");
        intake.take(word("HighCpu", "checkout", "cpu/1", false), SOURCE);

        assertThat(fires("HighCpu", "checkout", "cpu/2").fate()).isEqualTo(Fate.DEDUPLICATED);
        intake.take(word("HighCpu", "checkout", "cpu/2", false), SOURCE);
        intake.take(word("HighCpu", "checkout", "cpu/2", false), SOURCE);

        assertThat(events(first.incident()).subList(1, 4))
                .satisfiesExactly(
                        over -> assertThat(over).isInstanceOf(Event.AlertEnded.class),
                        again -> assertThat(again).isInstanceOf(Event.AlertJoined.class),
                        over -> assertThat(over).isInstanceOf(Event.AlertEnded.class));
        assertThat(events(first.incident())).hasSize(4);
    }

    @Test
    void anotherAlertOfTheSameServiceJoins() {
        var first = fires("HighCpu", "checkout", "cpu/1");
        clock.advance(Duration.ofMinutes(29));

        var second = fires("HighLatency", "checkout", "latency/1");

        assertThat(second).isEqualTo(new Taken.Fired(first.incident(), Fate.CORRELATED, false));
        assertThat(events(first.incident()).getLast())
                .isInstanceOfSatisfying(
                        Event.AlertJoined.class,
                        joined -> assertThat(joined.because()).isEqualTo("it is about checkout, too"));
    }

    /// Lets another so many alerts of one service come, each its own.
    private List<Taken.Fired> storm(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> fires("Alert" + i, "checkout", "storm/" + i))
                .toList();
    }

    @Test
    void aStormIsKeptWholeInTheBookAndTheJournalTellsOfItsFirstAlerts() {
        var incident = fires("HighCpu", "checkout", "cpu/1").incident();

        assertThat(storm(0, 450)).containsOnly(new Taken.Fired(incident, Fate.CORRELATED, false));

        assertThat(book.of(incident)).hasSize(451);
        assertThat(events(incident))
                .filteredOn(Event.AlertJoined.class::isInstance)
                .hasSize(JoinedAlerts.MOST);
        assertThat(events(incident)
                        .subList(1 + JoinedAlerts.MOST, events(incident).size()))
                .containsExactly(
                        new Event.AlertsCounted(101), new Event.AlertsCounted(202), new Event.AlertsCounted(404));
    }

    @Test
    void anAlertThatIsWorseRaisesTheSeverityAndSaysWhy() {
        var incident = fires("HighCpu", "checkout", "cpu/1").incident();
        append(
                incident,
                new Event.Triaged(new Classification(Category.COMPUTE, Severity.LOW, 0.9, List.of()), List.of()));

        fires("HighLatency", "checkout", "latency/1");
        fires("HighErrors", "checkout", "errors/1");

        assertThat(desk.find(incident)).map(Incident::severity).contains(Severity.HIGH);
        assertThat(events(incident))
                .containsOnlyOnce(new Event.SeverityRaised(
                        Severity.LOW, Severity.HIGH, "the alert HighLatency of checkout joined, which is high"));
        assertThat(lines.get(incident).severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void howBadAPersonSaysItIsNoAlertRaises() {
        var incident = fires("HighCpu", "checkout", "cpu/1").incident();
        triage(incident);
        desk.handle(incident, new Command.Reclassify(ANN, Optional.empty(), Optional.of(Severity.LOW), "a drill"));

        fires("HighLatency", "checkout", "latency/1");

        assertThat(desk.find(incident)).map(Incident::severity).contains(Severity.LOW);
    }

    @Test
    void anAlertThatIsWorseIsWrittenDownHoweverManyCameBefore() {
        var incident = fires("HighCpu", "checkout", "cpu/1").incident();
        append(
                incident,
                new Event.Triaged(new Classification(Category.COMPUTE, Severity.HIGH, 0.9, List.of()), List.of()));
        storm(0, 120);
        var alert = new Alert("Down", "checkout", "it is down", Severity.CRITICAL, clock.instant(), Map.of());
        var report = ProblemReport.of("Down").aboutService("checkout").withAlerts(List.of(alert));

        intake.take(new Arrival("word-down", "down/1", true, true, report), SOURCE);

        assertThat(desk.find(incident)).map(Incident::severity).contains(Severity.CRITICAL);
        assertThat(events(incident)).contains(new Event.AlertJoined(alert, "it is about checkout, too"));
    }

    @Test
    void theEndOfAStormIsKeptWholeInTheBookAndTheJournalTellsOfItsFirstAlerts() {
        var incident = fires("HighCpu", "checkout", "cpu/1").incident();
        storm(0, 150);

        for (int i = 0; i < 150; i++)
            assertThat(intake.take(word("Alert" + i, "checkout", "storm/" + i, false), SOURCE))
                    .isEqualTo(new Taken.Ended(incident));

        assertThat(events(incident))
                .filteredOn(Event.AlertEnded.class::isInstance)
                .hasSize(JoinedAlerts.MOST);
        assertThat(book.of(incident))
                .filteredOn(one -> one.last().endedAt().isPresent())
                .hasSize(150);
    }

    @Test
    void whatIsReadOfAnAlertDoesNotGrowWithItsIncident() {
        fires("HighCpu", "checkout", "cpu/1");
        storm(0, 10);
        long before = read;
        storm(10, 20);
        long few = read - before;

        storm(20, 300);
        before = read;
        storm(300, 310);
        assertThat(read - before).isLessThanOrEqualTo(few);
    }

    @Test
    void eachAlertKeepsTheWindowOpen() {
        var first = fires("HighCpu", "checkout", "cpu/1");
        clock.advance(Duration.ofMinutes(20));
        fires("HighLatency", "checkout", "latency/1");
        clock.advance(Duration.ofMinutes(20));

        assertThat(fires("HighErrors", "checkout", "errors/1").incident()).isEqualTo(first.incident());
        clock.advance(WINDOW.plusSeconds(1));
        assertThat(fires("DiskFull", "checkout", "disk/1").fate()).isEqualTo(Fate.OPENED);
    }

    @Test
    void anAlertOfWhatTheServiceCallsJoinsOnceThatIsKnown() {
        var first = fires("HighLatency", "checkout", "latency/1");
        assertThat(fires("DiskFull", "search-db", "disk/1").fate()).isEqualTo(Fate.OPENED);
        triage(first.incident());
        append(first.incident(), seen("checkout", "orders-db"));

        assertThat(fires("TooManyConnections", "orders-db", "connections/1"))
                .isEqualTo(new Taken.Fired(first.incident(), Fate.CORRELATED, false));
    }

    @Test
    void whoCallsWhomIsRememberedFromEarlierIncidents() {
        var earlier = fires("HighLatency", "checkout", "latency/1");
        triage(earlier.incident());
        append(earlier.incident(), seen("checkout", "orders-db"));
        resolve(earlier.incident());
        clock.advance(Duration.ofMinutes(5));

        var now = fires("HighLatency", "checkout", "latency/2");

        assertThat(fires("TooManyConnections", "orders-db", "connections/1"))
                .isEqualTo(new Taken.Fired(now.incident(), Fate.CORRELATED, false));
    }

    @Test
    void nothingJoinsWhatIsOver() {
        var first = fires("HighCpu", "checkout", "cpu/1");
        resolve(first.incident());

        var repeat = fires("HighCpu", "checkout", "cpu/1");
        assertThat(repeat.fate()).isEqualTo(Fate.OPENED);
        assertThat(repeat.incident()).isNotEqualTo(first.incident());
        assertThat(fires("HighLatency", "checkout", "latency/1").incident()).isEqualTo(repeat.incident());
    }

    @Test
    void nothingJoinsWhatAnOperatorAskedFor() {
        var id = fires("HighCpu", "checkout", "cpu/1").incident();
        triage(id);
        append(
                id,
                new Event.RunbookSelected(
                        IncidentDesk.INSTRUCTION, Digest.of("text"), "text", "it is what the operator asked for"));

        assertThat(fires("HighLatency", "checkout", "latency/1").fate()).isEqualTo(Fate.OPENED);
    }

    @Test
    void anAlertOfNoPlaceJoinsNothing() {
        fires("HighCpu", Alert.NOWHERE, "cpu/1");

        assertThat(fires("DiskFull", Alert.NOWHERE, "disk/1").fate()).isEqualTo(Fate.OPENED);
    }

    @Test
    void anAlertJoinsWhatAPersonReported() {
        var reported = desk.report(ProblemReport.of("checkout is slow").aboutService("checkout"), ANN);

        assertThat(fires("HighLatency", "checkout", "latency/1"))
                .isEqualTo(new Taken.Fired(reported.id(), Fate.CORRELATED, false));
    }

    @Test
    void whoDiedBeforeCountingIsCountedWhenTheWordComesAgain() {
        var word = word("HighCpu", "checkout", "cpu/1", true);
        book.breakDown(true);
        assertThatThrownBy(() -> intake.take(word, SOURCE)).isInstanceOf(JournalException.class);

        book.breakDown(false);
        var taken = (Taken.Fired) intake.take(word, SOURCE);
        assertThat(taken.fate()).isEqualTo(Fate.OPENED);
        assertThat(lines).hasSize(1);

        var other = word("HighLatency", "checkout", "latency/1", true);
        book.breakDown(true);
        assertThatThrownBy(() -> intake.take(other, SOURCE)).isInstanceOf(JournalException.class);
        book.breakDown(false);
        assertThat(((Taken.Fired) intake.take(other, SOURCE)).fate()).isEqualTo(Fate.CORRELATED);
        assertThat(events(taken.incident())).hasSize(2);
    }

    @Test
    void theEndOfWhatWasNeverHereIsUnknown() {
        assertThat(intake.take(word("HighCpu", "checkout", "cpu/1", false), SOURCE))
                .isEqualTo(new Taken.Unknown());
    }

    @Test
    void theEndOfAJoinedAlertIsNotedWhereItJoined() {
        var first = fires("HighCpu", "checkout", "cpu/1");
        fires("HighLatency", "checkout", "latency/1");

        assertThat(intake.take(word("HighLatency", "checkout", "latency/1", false), SOURCE))
                .isEqualTo(new Taken.Ended(first.incident()));
        assertThat(book.of(first.incident()))
                .extracting(one -> one.last().endedAt().isPresent())
                .containsExactly(false, true);
    }

    @Test
    void aLateEndThatNamesNoOutbreakEndsNoneThatBeganAfterIt() {
        var late = unnamed(word("HighCpu", "checkout", "cpu/over", false));
        clock.advance(Duration.ofMinutes(5));
        var later = fires("HighCpu", "checkout", "cpu/2");

        assertThat(intake.take(late, SOURCE)).isEqualTo(new Taken.Unknown());

        clock.advance(Duration.ofMinutes(5));
        assertThat(intake.take(unnamed(word("HighCpu", "checkout", "cpu/over", false)), SOURCE))
                .isEqualTo(new Taken.Ended(later.incident()));
    }

    private static Arrival unnamed(Arrival word) {
        return new Arrival(word.notification(), word.outbreak(), false, word.firing(), word.report());
    }
}
