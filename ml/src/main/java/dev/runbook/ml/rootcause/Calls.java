package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.Dependency;
import dev.runbook.ml.bundle.Span;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who calls whom: as given, and as seen in spans.
final class Calls {

    private final Map<String, Set<String>> callees = new TreeMap<>();

    static Calls of(List<Dependency> dependencies, Collection<Span> spans) {
        var calls = new Calls();
        dependencies.forEach(d -> calls.add(d.from(), d.to()));
        spans.stream().filter(Span::crosses).forEach(s -> calls.add(s.parent(), s.component()));
        return calls;
    }

    private void add(String from, String to) {
        if (!from.equals(to))
            callees.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
    }

    boolean isEmpty() {
        return callees.isEmpty();
    }

    /// What a component calls, in order of the names.
    Set<String> callees(String component) {
        return callees.getOrDefault(component, Set.of());
    }

    /// What a component needs, itself included, nearest first.
    Set<String> reachable(String component) {
        Set<String> seen = new LinkedHashSet<>(Set.of(component));
        var waiting = new ArrayDeque<>(seen);
        while (!waiting.isEmpty())
            for (var callee : callees(waiting.removeFirst())) if (seen.add(callee)) waiting.add(callee);
        return seen;
    }
}
