package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.value.Value;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What an incident is about: the host and service it names or means, and the components around them.
///
/// Names come from the report, as far as the estate knows them ([Grounding]), then from names of known
/// components that occur in its text, then from alerts. Where nothing is named and nothing fires,
/// everything is looked at.
///
/// @param host the host, for templates
/// @param service the service, for templates
/// @param components what is looked at, the named ones first, then what they run on and call, then who calls
///     them
/// @param hosts which of the components are hosts
public record Focus(
        Optional<String> host, Optional<String> service, SequencedSet<String> components, Set<String> hosts) {

    /// The focus as far as report and evidence tell.
    ///
    /// @param limit how many components at most
    public static Focus of(ProblemReport report, List<Evidence> evidence, int limit) {
        var estate = Estate.of(evidence);
        var grounding = Grounding.of(report, estate);
        var known = grounding.report();
        var named = named(grounding, estate, evidence);
        var host = known.host().or(() -> estate.first(named, true)).or(() -> estate.hostOf(named));
        var service = known.service().or(() -> estate.first(named, false)).or(() -> host.flatMap(estate::serviceOn));
        var all = new LinkedHashSet<String>();
        host.ifPresent(all::add);
        service.ifPresent(all::add);
        all.addAll(named.isEmpty() ? estate.all() : named);
        var queue = new ArrayDeque<>(all);
        while (!queue.isEmpty() && all.size() < limit)
            estate.below(queue.poll()).filter(all::add).forEach(queue::add);
        for (var component : List.copyOf(all)) estate.callers(component).forEach(all::add);
        var cut = new LinkedHashSet<String>();
        all.stream().limit(limit).forEach(cut::add);
        var hosts = new HashSet<>(estate.hosts());
        known.host().ifPresent(hosts::add);
        return new Focus(host, service, cut, hosts);
    }

    /// What is looked at after acting: what was looked at before, and whatever the diagnosis blames and
    /// stands on.
    static Focus afterActing(Incident incident, int limit) {
        var evidence = incident.findings().evidence();
        var focus = of(incident.report(), evidence, limit);
        var cause = incident.yardstick().flatMap(Diagnosis::leading);
        if (cause.isEmpty()) return focus;
        var estate = Estate.of(evidence);
        var blamed = new LinkedHashSet<String>();
        if (estate.all().contains(cause.get().component())
                || estate.seen().contains(cause.get().component()))
            blamed.add(cause.get().component());
        for (var piece : evidence)
            if (cause.get().supportedBy().contains(piece.id())
                    && piece.content() instanceof Content.MetricSeries series) blamed.add(series.component());
        return focus.including(blamed);
    }

    /// Whose metrics a condition on what was done speaks of: the host and the service that were acted upon,
    /// else the one that the diagnosis blames, else the hosts of such a service, else the one that the incident
    /// is about.
    Set<String> inQuestion(Incident incident) {
        var acted = incident.history().acted().stream()
                .flatMap(action -> action.plan().parameters().fields().values().stream())
                .map(Value::display)
                .filter(components::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var blamed = incident.yardstick().flatMap(Diagnosis::leading).map(Hypothesis::component);
        var all = new LinkedHashSet<String>();
        var services = chosen(acted, blamed, name -> !hosts.contains(name));
        var machines = chosen(acted, blamed, hosts::contains);
        if (machines.isEmpty()) {
            var estate = Estate.of(incident.findings().evidence());
            machines = services.stream()
                    .flatMap(estate::below)
                    .filter(hosts::contains)
                    .distinct()
                    .toList();
        }
        all.addAll(machines.isEmpty() ? host.stream().toList() : machines);
        all.addAll(services.isEmpty() ? service.stream().toList() : services);
        return all;
    }

    private static List<String> chosen(Set<String> acted, Optional<String> blamed, Predicate<String> kind) {
        var chosen = acted.stream().filter(kind).toList();
        return chosen.isEmpty() ? blamed.filter(kind).stream().toList() : chosen;
    }

    /// This focus, and these components whatever the limit.
    Focus including(Collection<String> more) {
        var all = new LinkedHashSet<>(components);
        all.addAll(more);
        return new Focus(host, service, all, hosts);
    }

    /// The components that the report speaks of: by its own fields, by words of its text, by its alerts;
    /// then those whose alerts fire, the worst first.
    private static SequencedSet<String> named(Grounding grounding, Estate estate, List<Evidence> evidence) {
        var report = grounding.report();
        var named = new LinkedHashSet<String>();
        report.host().ifPresent(named::add);
        report.service().ifPresent(named::add);
        var text = grounding.words().toLowerCase(Locale.ROOT);
        estate.known().stream()
                .map(Estate.Known::name)
                .filter(name -> mentions(text, name))
                .forEach(named::add);
        report.alerts().stream().map(Alert::component).filter(c -> !c.isBlank()).forEach(named::add);
        Estate.contents(evidence, Content.AlertSeen.class)
                .filter(Content.AlertSeen::firing)
                .map(Content.AlertSeen::alert)
                .sorted(Comparator.comparing(Alert::severity).reversed())
                .map(Alert::component)
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
}
