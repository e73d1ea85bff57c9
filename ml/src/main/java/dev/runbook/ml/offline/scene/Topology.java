package dev.runbook.ml.offline.scene;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who depends on whom: services on the services they call and on the hosts they run on. It never changes.
public final class Topology {

    private final Map<String, Set<String>> needs = new TreeMap<>();
    private final Map<String, Set<String>> neededBy = new TreeMap<>();
    private final Map<String, Set<String>> hosted = new TreeMap<>();

    /// `from` suffers when `to` breaks.
    public record Link(String from, String to) {}

    /// @param calls who calls whom
    /// @param placements which service runs on which host
    public Topology(Collection<Link> calls, Collection<Link> placements) {
        calls.forEach(this::add);
        placements.forEach(this::add);
        placements.stream()
                .filter(p -> !p.from().equals(p.to()))
                .forEach(p ->
                        hosted.computeIfAbsent(p.to(), _ -> new TreeSet<>()).add(p.from()));
    }

    private void add(Link link) {
        if (link.from().equals(link.to())) return;
        needs.computeIfAbsent(link.from(), _ -> new TreeSet<>()).add(link.to());
        neededBy.computeIfAbsent(link.to(), _ -> new TreeSet<>()).add(link.from());
    }

    /// Everything a component needs, however indirectly, without itself.
    public Set<String> needsOf(String component) {
        return reach(needs, component);
    }

    /// A component and everything it needs.
    public Set<String> withNeedsOf(String component) {
        var all = new TreeSet<>(needsOf(component));
        all.add(component);
        return all;
    }

    /// Everything that needs a component, however indirectly, without itself.
    public Set<String> dependantsOf(String component) {
        return reach(neededBy, component);
    }

    /// What a component needs directly, in order of the names.
    public Set<String> directNeedsOf(String component) {
        return needs.getOrDefault(component, Set.of());
    }

    public Set<String> directDependantsOf(String component) {
        return neededBy.getOrDefault(component, Set.of());
    }

    /// The services that run on a host; empty for anything that is no host.
    public Set<String> servicesOn(String host) {
        return hosted.getOrDefault(host, Set.of());
    }

    /// The hosts that a service runs on.
    public Set<String> hostsOf(String service) {
        var hosts = new TreeSet<String>();
        hosted.forEach((host, services) -> {
            if (services.contains(service)) hosts.add(host);
        });
        return hosts;
    }

    /// Everything that needs something or is needed.
    public Set<String> components() {
        var all = new TreeSet<>(needs.keySet());
        all.addAll(neededBy.keySet());
        return all;
    }

    /// Whether nobody is known to need anybody.
    public boolean isEmpty() {
        return needs.isEmpty();
    }

    public boolean knows(String component) {
        return needs.containsKey(component) || neededBy.containsKey(component);
    }

    private static Set<String> reach(Map<String, Set<String>> edges, String start) {
        var seen = new TreeSet<String>();
        var open = new ArrayDeque<>(edges.getOrDefault(start, Set.of()));
        while (!open.isEmpty()) {
            var next = open.pop();
            if (!next.equals(start) && seen.add(next)) open.addAll(edges.getOrDefault(next, Set.of()));
        }
        return seen;
    }
}
