package dev.runbook.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.journal.Journal.Append;
import dev.runbook.core.journal.Journal.Append.Appended;
import dev.runbook.core.journal.Journal.Append.Conflict;
import dev.runbook.core.journal.Journal.Commit;
import dev.runbook.core.journal.Journal.Wake;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every journal does. Incidents are new in each test, so that tests may share a place that keeps entries.
public abstract class JournalContract {

    private static final Instant NOON = Instant.parse("2025-11-01T12:00:00.123456789Z");
    private static final AtomicInteger INCIDENTS = new AtomicInteger();

    private final IncidentId incident = newIncident();

    protected abstract Journal journal();

    @Test
    void anUnknownIncidentHasNoEntries() {
        assertThat(journal().read(incident)).isEmpty();
    }

    @Test
    void whatWasAppendedIsReadInOrder() {
        var first =
                stamped(new Event.Reported(ProblemReport.of("checkout is slow").onHost("web-1")));
        var second = new Stamped(NOON.plusNanos(1), new Actor.Operator("ann"), new Event.Commented("on it"));
        var third = stamped(new Event.Commented("it is the disk"));

        var opened = appended(append(incident, 0, first));
        var added = appended(append(incident, 1, second, third));

        var read = journal().read(incident);
        assertThat(read).extracting(JournalEntry::stamped).containsExactly(first, second, third);
        assertThat(read).extracting(JournalEntry::seq).containsExactly(1L, 2L, 3L);
        assertThat(opened.entries()).isEqualTo(read.subList(0, 1));
        assertThat(added.entries()).isEqualTo(read.subList(1, 3));
    }

    @Test
    void textComesBackWhateverItHolds() {
        var odd = "NUL \u0000, quote \", backslash \\, line\n, Größe, 数据, 🔥, half a pair \ud83d";
        var event = stamped(new Event.Reported(new ProblemReport(
                odd, Optional.of(odd), Optional.of(odd), "production", List.of(), java.util.Map.of())));

        append(incident, 0, event);

        assertThat(journal().read(incident)).extracting(JournalEntry::stamped).containsExactly(event);
    }

    @Test
    void wholeAndRealNumbersStayApart() {
        var outcome = Value.fields("whole", 3, "real", 3.0, "tiny", 1e-300, "nothing", null);
        var event =
                stamped(new Event.NoticeDelivered(new dev.runbook.core.operation.IdempotencyKey("notice-1"), outcome));

        append(incident, 0, event);

        assertThat(journal().read(incident)).extracting(JournalEntry::stamped).containsExactly(event);
    }

    @Test
    void entriesAreChainedFromTheOriginOn() {
        append(incident, 0, comment("one"), comment("two"));
        append(incident, 2, comment("three"));

        var read = journal().read(incident);
        assertThat(read.getFirst().previous()).isEqualTo(JournalEntry.ORIGIN);
        assertThat(read.get(1).previous()).isEqualTo(read.get(0).hash());
        assertThat(read.get(2).previous()).isEqualTo(read.get(1).hash());
        assertThat(read).extracting(JournalEntry::hash).doesNotHaveDuplicates();
    }

    @Test
    void theHashCoversIncidentActorTimeAndEvent() {
        var event = new Event.Commented("same");
        var variants = List.of(
                new Stamped(NOON, Actor.engine(), event),
                new Stamped(NOON.plusNanos(1), Actor.engine(), event),
                new Stamped(NOON, new Actor.Operator("ann"), event),
                new Stamped(NOON, Actor.engine(), new Event.Commented("other")),
                new Stamped(NOON, Actor.engine(), new Event.Resolved("same")));

        var hashes = new HashSet<Object>();
        for (var variant : variants)
            hashes.add(appended(append(newIncident(), 0, variant))
                    .entries()
                    .getFirst()
                    .hash());
        hashes.add(appended(append(newIncident(), 0, variants.getFirst()))
                .entries()
                .getFirst()
                .hash());

        assertThat(hashes).hasSize(variants.size() + 1);
    }

    @Test
    void aLateWriterIsToldTheLastEntryAndAddsNothing() {
        append(incident, 0, comment("one"), comment("two"));

        assertThat(append(incident, 1, comment("late"))).isEqualTo(new Conflict(2));
        assertThat(append(incident, 0, comment("late"))).isEqualTo(new Conflict(2));
        assertThat(journal().read(incident)).hasSize(2);
    }

    @Test
    void aWriterAheadOfTheJournalAddsNothing() {
        assertThat(append(incident, 3, comment("early"))).isEqualTo(new Conflict(0));
        append(incident, 0, comment("one"));
        assertThat(append(incident, 2, comment("early"))).isEqualTo(new Conflict(1));
        assertThat(journal().read(incident)).hasSize(1);
    }

    @Test
    void aCommitWithoutEventsIsRefused() {
        assertThatThrownBy(() -> append(incident, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofWritersAtTheSamePlaceExactlyOneWins() throws Exception {
        append(incident, 0, comment("one"));

        var results = together(16, i -> append(incident, 1, comment("writer " + i)));

        assertThat(results).filteredOn(r -> r instanceof Appended).hasSize(1);
        assertThat(results).filteredOn(r -> r.equals(new Conflict(2))).hasSize(15);
        assertThat(journal().read(incident)).hasSize(2);
    }

    @Test
    void writersWhoSayTheSameAtTheSamePlaceDoNotBothWin() throws Exception {
        var results = together(16, _ -> append(incident, 0, comment("same")));

        assertThat(results).filteredOn(r -> r instanceof Appended).hasSize(1);
    }

    @Test
    void anAppendThatWasBegunIsDurableWhenItIsDone() throws Exception {
        var first = begin(0, comment("one"));
        assertThat(first.get()).isInstanceOf(Appended.class);
        var second = begin(1, comment("two"), comment("three"));

        assertThat(appended(second.get()).entries())
                .isEqualTo(journal().read(incident).subList(1, 3));
    }

    @Test
    void anAppendThatWasBegunTooLateSaysSo() throws Exception {
        append(incident, 0, comment("one"), comment("two"));

        assertThat(begin(1, comment("late")).get()).isEqualTo(new Conflict(2));
        assertThat(journal().read(incident)).hasSize(2);
    }

    private CompletableFuture<Append> begin(long after, Stamped... events) {
        return journal().begin(new Commit(after, List.of(events), summary(incident, after + events.length), Wake.KEEP));
    }

    @Test
    void writersOfDifferentIncidentsDoNotDisturbEachOther() throws Exception {
        var incidents = IntStream.range(0, 16).mapToObj(_ -> newIncident()).toList();

        together(16, i -> {
            for (int seq = 0; seq < 20; seq++) appended(append(incidents.get(i), seq, comment("entry " + seq)));
            return "done";
        });

        for (var each : incidents)
            assertThat(journal().read(each))
                    .hasSize(20)
                    .extracting(e -> e.stamped().event())
                    .startsWith(new Event.Commented("entry 0"))
                    .endsWith(new Event.Commented("entry 19"));
    }

    private static <T> List<T> together(int callers, java.util.function.IntFunction<T> each) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, callers)
                    .<Callable<T>>mapToObj(i -> () -> each.apply(i))
                    .toList();
            var results = new ArrayList<T>();
            for (var future : threads.invokeAll(tasks)) results.add(future.get());
            return results;
        }
    }

    private Append append(IncidentId id, long after, Stamped... events) {
        return journal().append(new Commit(after, List.of(events), summary(id, after + events.length), Wake.KEEP));
    }

    private static Appended appended(Append append) {
        return switch (append) {
            case Appended appended -> appended;
            case Conflict(var last) -> throw new AssertionError("conflict at " + last);
        };
    }

    private static Stamped comment(String text) {
        return stamped(new Event.Commented(text));
    }

    private static Stamped stamped(Event event) {
        return new Stamped(NOON, Actor.engine(), event);
    }

    private static IncidentSummary summary(IncidentId id, long seq) {
        return new IncidentSummary(
                id,
                seq,
                "checkout is slow",
                Optional.of("web-1"),
                Optional.empty(),
                "production",
                Category.UNKNOWN,
                Severity.MEDIUM,
                Phase.Kind.REPORTED,
                Optional.empty(),
                Optional.empty(),
                "ann",
                NOON,
                NOON);
    }

    private static IncidentId newIncident() {
        return new IncidentId("INC-contract" + INCIDENTS.incrementAndGet());
    }
}
