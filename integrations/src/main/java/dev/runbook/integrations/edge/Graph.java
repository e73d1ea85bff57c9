package dev.runbook.integrations.edge;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import java.util.HashSet;
import java.util.List;

/// What of a graph of callers concerns a scope.
public final class Graph {

    private Graph() {}

    /// The calls between whatever the scope names, all its callers and all it calls, to the ends of the graph.
    public static List<Content.Edge> around(Scope scope, List<Content.Edge> graph) {
        if (scope.host().isEmpty() && scope.service().isEmpty())
            return graph.stream().distinct().toList();
        var up = new HashSet<String>();
        for (var edge : graph) {
            if (scope.covers(edge.from())) up.add(edge.from());
            if (scope.covers(edge.to())) up.add(edge.to());
        }
        var down = new HashSet<>(up);
        for (boolean grew = true; grew; ) {
            grew = false;
            for (var edge : graph) {
                if (up.contains(edge.to())) grew |= up.add(edge.from());
                if (down.contains(edge.from())) grew |= down.add(edge.to());
            }
        }
        up.addAll(down);
        return graph.stream()
                .filter(e -> up.contains(e.from()) && up.contains(e.to()))
                .distinct()
                .toList();
    }
}
