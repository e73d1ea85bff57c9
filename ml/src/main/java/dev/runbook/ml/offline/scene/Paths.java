package dev.runbook.ml.offline.scene;

import dev.runbook.ml.offline.scene.Inventory.Resource;
import dev.runbook.ml.offline.scene.Topology.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which services need a network path between regions: those that call from one of its regions into another.
final class Paths {

    private Paths() {}

    /// Each caller and the path its call takes. A path is a resource whose region names two or more.
    static List<Link> crossings(Collection<Link> calls, Collection<Resource> resources) {
        var regions = new HashMap<String, Set<String>>();
        for (var resource : resources)
            resource.region().ifPresent(region -> regions.put(resource.name(), regions(region)));
        var crossings = new ArrayList<Link>();
        for (var path : resources) {
            var joined = regions.getOrDefault(path.name(), Set.of());
            if (joined.size() < 2) continue;
            for (var call : calls) {
                var from = regions.getOrDefault(call.from(), Set.of());
                var to = regions.getOrDefault(call.to(), Set.of());
                if (from.size() == 1
                        && to.size() == 1
                        && !from.equals(to)
                        && joined.containsAll(from)
                        && joined.containsAll(to)) crossings.add(new Link(call.from(), path.name()));
            }
        }
        return crossings;
    }

    private static Set<String> regions(String text) {
        return new TreeSet<>(Arrays.asList(text.strip().split("\\s*[,;|]\\s*")));
    }
}
