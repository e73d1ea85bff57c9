package dev.runbook.core.engine;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.value.Value;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What there is, as the evidence lists it: hosts, services and databases, who runs where and who calls whom.
/// Pure.
///
/// @param known what an inventory lists, in its order
/// @param edges who calls whom
/// @param seen everything that an alert told of, or that was measured
record Estate(List<Known> known, List<Content.Edge> edges, Set<String> seen) {

    /// A host, service or database as an inventory lists it.
    record Known(String name, String kind, List<String> hosts) {
        boolean isHost() {
            return kind.equals("host");
        }

        boolean runsOn(String host) {
            return hosts.contains(host);
        }
    }

    Estate {
        known = List.copyOf(known);
        edges = List.copyOf(edges);
        seen = Set.copyOf(seen);
    }

    static Estate of(List<Evidence> evidence) {
        return new Estate(
                inventory(evidence),
                contents(evidence, Content.Dependencies.class)
                        .flatMap(d -> d.edges().stream())
                        .distinct()
                        .toList(),
                seen(evidence));
    }

    private static Set<String> seen(List<Evidence> evidence) {
        var seen = new HashSet<String>();
        for (var piece : evidence)
            switch (piece.content()) {
                case Content.AlertSeen(var alert, var _) -> seen.add(alert.component());
                case Content.MetricSeries series -> seen.add(series.component());
                case Content.LogLines _, Content.ChangeMade _, Content.Dependencies _, Content.Facts _ -> {}
            }
        return seen;
    }

    private static List<Known> inventory(List<Evidence> evidence) {
        return contents(evidence, Content.Facts.class)
                .flatMap(facts ->
                        facts.facts() instanceof Value.Items(var items) ? items.stream() : Stream.of(facts.facts()))
                .flatMap(item -> item instanceof Value.Fields fields ? Stream.of(fields) : Stream.empty())
                .filter(f -> !text(f, "name").isBlank() && f.get("kind").isPresent())
                .map(f -> new Known(text(f, "name"), text(f, "kind"), hosts(f)))
                .distinct()
                .toList();
    }

    private static List<String> hosts(Value.Fields fields) {
        return switch (fields.get("host").orElse(new Value.Nothing())) {
            case Value.Text(var one) when !one.isBlank() -> List.of(one.split("\\s*,\\s*"));
            case Value.Items(var many) -> many.stream().map(Value::display).toList();
            case Value _ -> List.of();
        };
    }

    private static String text(Value.Fields fields, String name) {
        return fields.get(name).map(Value::display).orElse("");
    }

    static <C extends Content> Stream<C> contents(List<Evidence> evidence, Class<C> type) {
        return evidence.stream().map(Evidence::content).filter(type::isInstance).map(type::cast);
    }

    /// The names of the hosts.
    SequencedSet<String> hosts() {
        return names(Known::isHost);
    }

    /// The names of everything else: services, databases, and what takes part in calls.
    SequencedSet<String> others() {
        var names = names(k -> !k.isHost());
        edges.forEach(edge -> {
            names.add(edge.from());
            names.add(edge.to());
        });
        return names;
    }

    /// The names of everything, services and databases first.
    SequencedSet<String> all() {
        var names = others();
        names.addAll(hosts());
        return names;
    }

    private SequencedSet<String> names(Predicate<Known> which) {
        var names = new LinkedHashSet<String>();
        known.stream().filter(which).map(Known::name).forEach(names::add);
        return names;
    }

    /// The first of the names that an inventory lists as a host, or as anything but a host.
    Optional<String> first(SequencedSet<String> named, boolean host) {
        return named.stream()
                .filter(name -> known.stream().anyMatch(k -> k.name().equals(name) && k.isHost() == host))
                .findFirst();
    }

    /// A host that one of the names runs on.
    Optional<String> hostOf(Set<String> named) {
        return named.stream()
                .flatMap(name -> known.stream().filter(k -> k.name().equals(name)))
                .flatMap(k -> k.hosts().stream())
                .findFirst();
    }

    /// The hosts that a component runs on.
    Set<String> hostsOf(String component) {
        return known.stream()
                .filter(k -> k.name().equals(component))
                .flatMap(k -> k.hosts().stream())
                .collect(Collectors.toSet());
    }

    /// Something that runs on a host.
    Optional<String> serviceOn(String host) {
        return known.stream().filter(k -> k.runsOn(host)).map(Known::name).findFirst();
    }

    /// What a component runs on, what runs on it, and what it calls.
    Stream<String> below(String component) {
        return Stream.of(
                        known.stream().filter(k -> k.name().equals(component)).flatMap(k -> k.hosts().stream()),
                        known.stream().filter(k -> k.runsOn(component)).map(Known::name),
                        edges.stream().filter(e -> e.from().equals(component)).map(Content.Edge::to))
                .flatMap(names -> names);
    }

    /// Who calls a component.
    Stream<String> callers(String component) {
        return edges.stream().filter(e -> e.to().equals(component)).map(Content.Edge::from);
    }
}
