package dev.runbook.app.recording;

import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.store.journal.ChainedEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The recorded entries, and how many of them have been replayed. Safe for use by many threads: while many
/// look, one replays.
final class Tape {

    private final List<ChainedEntry> entries;
    private final List<Stamped> events;

    /// What the clock showed before the entry of an index was written, where that is not the entry's own time.
    private final Map<Integer, Instant> readings = new HashMap<>();

    private int position;

    Tape(List<ChainedEntry> entries) {
        this.entries = entries;
        events = entries.stream().map(ChainedEntry::stamped).toList();
    }

    /// How many entries have been replayed.
    synchronized int position() {
        return position;
    }

    synchronized void advance(int by) {
        position += by;
    }

    boolean isOver() {
        return position() >= events.size();
    }

    int size() {
        return events.size();
    }

    ChainedEntry entry(int index) {
        return entries.get(index);
    }

    Stamped at(int index) {
        return events.get(index);
    }

    /// What comes next.
    Stamped next() {
        return events.get(position());
    }

    /// The events that are still to come.
    Stream<Event> ahead() {
        return events.subList(position(), events.size()).stream().map(Stamped::event);
    }

    /// The next event of a type.
    <E extends Event> Optional<E> ahead(Class<E> type) {
        return ahead().filter(type::isInstance).map(type::cast).findFirst();
    }

    /// Whether the entry of an index is what a person or a system outside did, or what was said in a chat, with
    /// which the incident's own work has nothing to do.
    boolean fromOutside(int index) {
        return !(events.get(index).actor() instanceof Actor.Engine)
                || isAside(events.get(index).event());
    }

    /// Whether an event was only said, or asked of a model, in a chat.
    static boolean isAside(Event event) {
        return switch (event) {
            case Event.Commented _, Event.Offered _, Event.OfferTaken _ -> true;
            case Event _ when isOfAlert(event) -> true;
            case Event.ModelConsulted(var consultation) -> consultation.task() == Consultation.Task.CHAT;
            case Event.AnswerChecked(var task, var _, var _) -> task == Consultation.Task.CHAT;
            case Event _ -> false;
        };
    }

    /// Whether an event says what became of an alert that came in, whoever passed it on.
    static boolean isOfAlert(Event event) {
        return switch (event) {
            case Event.AlertJoined _, Event.AlertsCounted _, Event.AlertEnded _, Event.SeverityRaised _ -> true;
            case Event _ -> false;
        };
    }

    /// What the clock shows now: the time of the next entry, or what was learned about it.
    synchronized Instant now() {
        int index = Math.min(position, events.size() - 1);
        return readings.getOrDefault(index, events.get(index).at());
    }

    /// Learns what the clock showed before the next entry was written.
    ///
    /// @return false when it cannot have shown that, or was learned before
    synchronized boolean learn(Instant reading) {
        if (readings.containsKey(position)
                || reading.isAfter(events.get(position).at())) return false;
        if (position > 0 && reading.isBefore(events.get(position - 1).at())) return false;
        readings.put(position, reading);
        return true;
    }
}
