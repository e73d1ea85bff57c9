package dev.runbook.core.engine;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.value.Value;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an incident is about: the host and service it names or means, and the components around them.
///
/// Names come from the report, then from names of known components that occur in its text, then from alerts.
///
/// @param host the host, for templates
/// @param service the service, for templates
/// @param components what is looked at, the named ones first, then what they run on and call, then who calls them
/// @param hosts which of the components are hosts
public record Focus(
        Optional<String> host, Optional<String> service, SequencedSet<String> components, Set<String> hosts) {

    /// A host, service or database as an inventory lists it.
    private record Known(String name, String kind, List<String> hosts) {
        boolean isHost() {
            return kind.equals("host");
        }

        boolean runsOn(String host) {
            return hosts.contains(host);
        }
    }

    /// The focus as far as report and evidence tell.
    ///
    /// @param limit how many components at most
    public static Focus of(ProblemReport report, List<Evidence> evidence, int limit) {
        var known = inventory(evidence);
        var named = named(report, known, evidence);
        var host = report.host().or(() -> first(named, known, true)).or(() -> hostOf(named, known));
        var service = report.service().or(() -> first(named, known, false)).or(() -> serviceOn(host, known));
        var edges = contents(evidence, Content.Dependencies.class)
                .flatMap(d -> d.edges().stream())
                .distinct()
                .toList();
        var all = new LinkedHashSet<String>();
        host.ifPresent(all::add);
        service.ifPresent(all::add);
        all.addAll(named);
        var queue = new ArrayDeque<>(all);
        while (!queue.isEmpty() && all.size() < limit) {
            var component = queue.poll();
            var next = Stream.concat(
                    known.stream().filter(k -> k.name().equals(component)).flatMap(k -> k.hosts().stream()),
                    Stream.concat(
                            known.stream().filter(k -> k.runsOn(component)).map(Known::name),
                            edges.stream()
                                    .filter(e -> e.from().equals(component))
                                    .map(Content.Edge::to)));
            next.filter(all::add).forEach(queue::add);
        }
        for (var component : List.copyOf(all))
            edges.stream()
                    .filter(e -> e.to().equals(component))
                    .map(Content.Edge::from)
                    .forEach(all::add);
        var cut = new LinkedHashSet<String>();
        all.stream().limit(limit).forEach(cut::add);
        var hosts =
                known.stream().filter(Known::isHost).map(Known::name).collect(Collectors.toCollection(HashSet::new));
        report.host().ifPresent(hosts::add);
        return new Focus(host, service, cut, hosts);
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

    /// The components that the report speaks of: by its own fields, by words of its text, by its alerts; when it
    /// names
    /// none, those whose alerts fire.
    private static SequencedSet<String> named(ProblemReport report, List<Known> known, List<Evidence> evidence) {
        var named = new LinkedHashSet<String>();
        report.host().ifPresent(named::add);
        report.service().ifPresent(named::add);
        var text = report.text().toLowerCase(Locale.ROOT);
        known.stream().map(Known::name).filter(name -> mentions(text, name)).forEach(named::add);
        report.alerts().stream().map(Alert::component).filter(c -> !c.isBlank()).forEach(named::add);
        if (named.isEmpty())
            contents(evidence, Content.AlertSeen.class)
                    .filter(Content.AlertSeen::firing)
                    .sorted(java.util.Comparator.comparing(
                                    (Content.AlertSeen a) -> a.alert().severity())
                            .reversed())
                    .map(a -> a.alert().component())
                    .filter(component -> !component.isBlank())
                    .forEach(named::add);
        return named;
    }

    private static boolean mentions(String text, String name) {
        var wanted = name.toLowerCase(Locale.ROOT);
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            var before = at == 0 ? ' ' : text.charAt(at - 1);
            int end = at + wanted.length();
            var after = end >= text.length() ? ' ' : text.charAt(end);
            if (!partOfName(before) && !partOfName(after)) return true;
        }
        return false;
    }

    private static boolean partOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private static Optional<String> first(SequencedSet<String> named, List<Known> known, boolean host) {
        return named.stream()
                .filter(name -> known.stream().anyMatch(k -> k.name().equals(name) && k.isHost() == host))
                .findFirst();
    }

    private static Optional<String> hostOf(SequencedSet<String> named, List<Known> known) {
        return named.stream()
                .flatMap(name -> known.stream().filter(k -> k.name().equals(name)))
                .flatMap(k -> k.hosts().stream())
                .findFirst();
    }

    private static Optional<String> serviceOn(Optional<String> host, List<Known> known) {
        return host.flatMap(
                h -> known.stream().filter(k -> k.runsOn(h)).map(Known::name).findFirst());
    }

    private static <C extends Content> Stream<C> contents(List<Evidence> evidence, Class<C> type) {
        return evidence.stream().map(Evidence::content).filter(type::isInstance).map(type::cast);
    }
}
