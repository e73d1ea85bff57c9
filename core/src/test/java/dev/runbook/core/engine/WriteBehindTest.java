package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.runbook.core.governor.Permit;
import dev.runbook.core.governor.Wishes;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.testkit.IncidentFixture;
import dev.runbook.core.testkit.SettableClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WriteBehindTest {

    private final SlowJournal journal = new SlowJournal();
    private Incident incident =
            IncidentFixture.anIncident().in(Phase.Kind.INVESTIGATING).state();
    private final WriteBehind behind = new WriteBehind(journal, opened(), incident);

    /// A journal whose commits stay under way until they are let go.
    private static final class SlowJournal implements Journal {
        private final Journal memory = new InMemoryJournal(_ -> {});
        private final BlockingQueue<UnderWay> underWay = new LinkedBlockingQueue<>();

        private boolean closed;

        private record UnderWay(Commit commit, CompletableFuture<Append> result) {}

        @Override
        public List<JournalEntry> read(dev.runbook.core.incident.IncidentId incident) {
            return memory.read(incident);
        }

        @Override
        public Append append(Commit commit) {
            return memory.append(commit);
        }

        @Override
        public CompletableFuture<Append> begin(Commit commit) {
            if (closed) throw new IllegalStateException("the journal is closed");
            var result = new CompletableFuture<Append>();
            underWay.add(new UnderWay(commit, result));
            return result;
        }

        /// Writes the commit that is under way, or the next to be.
        Commit letGo() {
            var next = next();
            next.result().complete(memory.append(next.commit()));
            return next.commit();
        }

        void fail(RuntimeException fault) {
            next().result().completeExceptionally(fault);
        }

        private UnderWay next() {
            try {
                var next = underWay.poll(10, TimeUnit.SECONDS);
                if (next == null) throw new AssertionError("no commit is under way");
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private List<JournalEntry> opened() {
        var events = IncidentFixture.anIncident().in(Phase.Kind.INVESTIGATING).events();
        var line = IncidentSummary.of(incident, SettableClock.NOON);
        journal.append(new Journal.Commit(0, events, line, Journal.Wake.DRIVE));
        return journal.read(incident.id());
    }

    private void comment(String... texts) {
        for (var text : texts) {
            var stamped = new Stamped(SettableClock.NOON, Actor.engine(), new Event.Commented(text));
            incident = Evolution.apply(incident, stamped);
            behind.add(List.of(stamped), incident);
        }
    }

    private static List<String> texts(Journal.Commit commit) {
        return commit.events().stream()
                .map(stamped -> ((Event.Commented) stamped.event()).text())
                .toList();
    }

    private static CompletableFuture<Boolean> waiting(Callable<Boolean> wait) {
        var waited = new CompletableFuture<Boolean>();
        var thread = Thread.startVirtualThread(() -> {
            try {
                waited.complete(wait.call());
            } catch (Exception e) {
                waited.completeExceptionally(e);
            }
        });
        // Only then does what comes next find it waiting.
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) Thread.onSpinWait();
        return waited;
    }

    @Test
    void oneCommitIsUnderWayAtATimeAndWhatComesMeanwhileGoesTogether() throws Exception {
        comment("one");
        behind.push();
        comment("two", "three");
        behind.push();
        assertThat(journal.underWay).hasSize(1);

        var settled = waiting(() -> behind.settle(Journal.Wake.KEEP));

        assertThat(texts(journal.letGo())).containsExactly("one");
        assertThat(texts(journal.letGo())).containsExactly("two", "three");
        assertThat(settled.get()).isTrue();
        assertThat(behind.history())
                .isEqualTo(journal.read(incident.id()).stream()
                        .map(JournalEntry::stamped)
                        .toList());
    }

    @Test
    void whatWaitsIsWrittenThoughTheDriverIsBusy() {
        comment("one");
        behind.push();
        comment("two");

        assertThat(texts(journal.letGo())).containsExactly("one");
        assertThat(texts(journal.letGo())).containsExactly("two");
    }

    @Test
    void whatBeginsAnEffectGoesWithItsPermitAlone() throws Exception {
        var permit = new Permit(Wishes.aWish(), Map.of());
        comment("one");
        behind.push();
        comment("two");
        var intent = new Stamped(SettableClock.NOON, Actor.engine(), new Event.Commented("the intent"));
        var begun = waiting(() -> behind.begin(List.of(intent), Evolution.apply(incident, intent), permit));

        var last = journal.letGo();
        while (last.permit().isEmpty()) {
            assertThat(texts(last)).doesNotContain("the intent");
            last = journal.letGo();
        }

        assertThat(texts(last)).endsWith("the intent");
        assertThat(last.permit()).contains(permit);
        assertThat(begun.get()).isTrue();
        assertThat(journal.underWay).isEmpty();
    }

    @Test
    void theLastCommitPutsTheIncidentToRest() throws Exception {
        var rest = new Journal.Wake.Rest(Optional.of(SettableClock.NOON));
        comment("one");
        behind.push();
        comment("two");

        var settled = waiting(() -> behind.settle(rest));

        assertThat(journal.letGo().wake()).isEqualTo(Journal.Wake.KEEP);
        assertThat(journal.letGo().wake()).isEqualTo(rest);
        assertThat(settled.get()).isTrue();
        assertThat(behind.settle(rest)).as("with nothing to write").isTrue();
        assertThat(journal.underWay).isEmpty();
    }

    @Test
    void whenSomebodyElseWasFasterNothingMoreIsWritten() throws Exception {
        comment("one");
        behind.push();
        comment("two");
        var decision = new Stamped(SettableClock.NOON, new Actor.Operator("ann"), new Event.Commented("stop"));
        journal.append(new Journal.Commit(
                2, List.of(decision), IncidentSummary.of(incident, SettableClock.NOON), Journal.Wake.DRIVE));

        var settled = waiting(() -> behind.settle(Journal.Wake.KEEP));
        journal.letGo();

        assertThat(settled.get()).isFalse();
        assertThat(journal.underWay).isEmpty();
        assertThat(journal.read(incident.id())).hasSize(3);
    }

    @Test
    void aJournalThatRefusesACommitIsNotWaitedFor() {
        journal.closed = true;
        comment("one");

        assertThatIllegalStateException().isThrownBy(behind::push).withMessage("the journal is closed");
        assertThatIllegalStateException().isThrownBy(() -> behind.settle(Journal.Wake.KEEP));
        assertThatIllegalStateException().isThrownBy(() -> comment("two"));
    }

    @Test
    void aJournalThatFailsStopsTheDriver() {
        comment("one");
        behind.push();
        journal.fail(new JournalException("the disk is full", new IllegalStateException()));

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> comment("two"))
                .withMessage("the disk is full");
        assertThatExceptionOfType(JournalException.class).isThrownBy(() -> behind.settle(Journal.Wake.KEEP));
        assertThat(journal.underWay).isEmpty();
    }
}
