package dev.runbook.app.web.casefile;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// One component and those that it calls.
public record Caller(String name, List<String> calls) {

    static List<Caller> of(Collection<Evidence> evidence) {
        var calls = new TreeMap<String, TreeSet<String>>();
        for (var piece : evidence)
            if (piece.content() instanceof Content.Dependencies(var edges))
                edges.forEach(edge ->
                        calls.computeIfAbsent(edge.from(), _ -> new TreeSet<>()).add(edge.to()));
        return calls.entrySet().stream()
                .map(one -> new Caller(one.getKey(), List.copyOf(one.getValue())))
                .toList();
    }
}
