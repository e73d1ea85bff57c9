package dev.runbook.app.recording;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.store.journal.ChainedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A journal that takes only what was recorded: each event the engine comes to is held against the one that
/// was written then, and the hash of each is computed anew. The first that differs ends the replay. One
/// thread at a time.
final class ReplayJournal implements Journal {

    private final Tape tape;
    private final RecordedWorld world;
    private final IncidentId incident;
    private final List<JournalEntry> replayed = new ArrayList<>();
    private Optional<ChainedEntry> last = Optional.empty();
    private Optional<Replay.Difference> difference = Optional.empty();

    ReplayJournal(IncidentId incident, Tape tape, RecordedWorld world) {
        this.incident = incident;
        this.tape = tape;
        this.world = world;
    }

    Optional<Replay.Difference> difference() {
        return difference;
    }

    @Override
    public List<JournalEntry> read(IncidentId wanted) {
        return wanted.equals(incident) ? List.copyOf(replayed) : List.of();
    }

    @Override
    public Append append(Commit commit) {
        if (commit.after() != tape.position()) return new Append.Conflict(tape.position());
        var made = commit.events();
        var recorded = new ArrayList<Stamped>();
        for (int i = 0; i < made.size(); i++) {
            int index = tape.position() + i;
            if (index >= tape.size()) break;
            if (tape.fromOutside(index)
                    && made.get(i).actor() instanceof Actor.Engine
                    && !Tape.isAside(made.get(i).event())) {
                // Somebody was faster then, and is now.
                if (i == 0) throw Rewind.again();
                break;
            }
            recorded.add(tape.at(index));
        }
        int same = same(made, recorded);
        return taken(made, recorded.subList(0, same), same == recorded.size());
    }

    /// How many events at the beginning are the same; the next was made at another time, and is made again.
    private int same(List<Stamped> made, List<Stamped> recorded) {
        for (int i = 0; i < recorded.size(); i++) {
            var now = made.get(i);
            var then = recorded.get(i);
            if (now.event().equals(then.event()) && now.actor().equals(then.actor())) continue;
            var learned = Moments.reading(then.event(), now.event(), tape.now())
                    .filter(tape::learn)
                    .isPresent();
            if (learned || world.learn(events(recorded), events(made))) throw Rewind.again();
            if (i > 0 && Moments.reading(then.event(), now.event(), tape.now()).isPresent()) return i;
            throw differs(tape.position() + i, Sentence.of(then), Sentence.of(now), detail(then, now));
        }
        return recorded.size();
    }

    private static List<Event> events(List<Stamped> stamped) {
        return stamped.stream().map(Stamped::event).toList();
    }

    private static String detail(Stamped then, Stamped now) {
        return Sentence.of(then).equals(Sentence.of(now))
                ? "recorded " + then.event() + ", replayed " + now.event()
                : "";
    }

    /// @param whole whether nothing that was recorded is left out
    private Append taken(List<Stamped> made, List<Stamped> recorded, boolean whole) {
        var added = new ArrayList<JournalEntry>();
        boolean exact = true;
        for (int i = 0; i < recorded.size(); i++) {
            // What is done next must know the right times of what was before it.
            if (!exact && isIntent(made.get(i).event())) break;
            var entry = tape.entry(tape.position() + i);
            var anew = ChainedEntry.after(last, incident, recorded.get(i));
            if (!anew.equals(entry))
                throw differs(
                        tape.position() + i,
                        "hash " + entry.hash().brief(),
                        "hash " + anew.hash().brief(),
                        "the event is the same, and is written in other words by this version");
            last = Optional.of(anew);
            added.add(entry.entry());
            exact &= made.get(i).at().equals(recorded.get(i).at())
                    || isIntent(made.get(i).event());
        }
        boolean all = whole && added.size() == recorded.size();
        exact &= all && !added.isEmpty() && !comesByAsking(added.size());
        replayed.addAll(added);
        tape.advance(added.size());
        if (all && recorded.size() < made.size()) throw Rewind.end();
        // The driver's own state has other times than the recorded ones; let it read them.
        if (!exact) throw Rewind.again();
        return new Append.Appended(added);
    }

    /// Nothing in the state depends on when an intent was written.
    private static boolean isIntent(Event event) {
        return event instanceof Event.StepStarted;
    }

    /// Whether the outcome that follows is one that the engine came to by asking after a crash, and not by
    /// acting.
    private boolean comesByAsking(int taken) {
        int next = tape.position() + taken;
        return next < tape.size()
                && tape.at(next - 1).event() instanceof Event.StepStarted
                && tape.at(next).event() instanceof Event.StepUncertain(var _, var _, var reason)
                && RecordedWorld.firstPart(reason).equals(reason);
    }

    /// Notes that the engine refuses what was recorded, or comes to nothing where something was recorded.
    Rewind differs(int index, String recorded, String replayed, String detail) {
        difference = Optional.of(new Replay.Difference(index + 1L, recorded, replayed, detail));
        return Rewind.end();
    }
}
