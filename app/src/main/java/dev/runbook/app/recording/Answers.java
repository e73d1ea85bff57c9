package dev.runbook.app.recording;

import dev.runbook.core.engine.Event;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Capability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Every question that a replay asked, with its answers in the order of the recording. An answer counts for
/// as long as the world was not changed: what was seen before a change says nothing about the time after
/// it. Safe for use by many threads.
final class Answers {

    private final Map<String, NavigableMap<Integer, Observation>> byCall = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    /// The entries at which the world was changed.
    private final List<Integer> changes = new ArrayList<>();

    Answers(Tape tape) {
        for (int i = 0; i < tape.size(); i++) if (tape.at(i).event() instanceof Event.StepStarted) changes.add(i);
    }

    /// Keeps an answer; a later answer at the same place takes its place.
    synchronized void keep(int position, RecordedCall call, Observation answer) {
        byCall.computeIfAbsent(call.toString(), _ -> new TreeMap<>()).put(position, answer);
    }

    /// Whether anybody asked about this capability.
    synchronized boolean have(Capability capability) {
        return byCall.keySet().stream().anyMatch(call -> call.startsWith(capability.key() + "."));
    }

    /// The next answer to a question after so many changes, or the last one again; empty when nobody asked it
    /// then.
    synchronized Optional<Observation> answer(RecordedCall call, int changed) {
        var all = byCall.getOrDefault(call.toString(), new TreeMap<>());
        int from = changed == 0 ? 0 : changes.get(changed - 1);
        int to = changed < changes.size() ? changes.get(changed) : Integer.MAX_VALUE;
        var then = all.subMap(from, true, to, true);
        for (var answer : then.entrySet())
            if (given.add(call + " " + answer.getKey())) return Optional.of(answer.getValue());
        return then.isEmpty() ? Optional.empty() : Optional.of(then.lastEntry().getValue());
    }
}
