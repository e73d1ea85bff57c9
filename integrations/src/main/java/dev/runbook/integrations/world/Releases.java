package dev.runbook.integrations.world;

import dev.runbook.integrations.estate.Service;
import dev.runbook.integrations.fault.Fault;
import dev.runbook.integrations.scenario.RedHerring;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The releases of one service up to a moment: what the scenario deploys, and what was rolled back.
///
/// @param reconfigured whether its configuration was changed last: then there is something to go back to even
///     where no other version is known
record Releases(List<Release> made, List<String> versions, boolean reconfigured) {

    static Releases of(Service service, Past past, double at) {
        var versions = new ArrayDeque<String>();
        service.previousVersion().ifPresent(versions::addLast);
        versions.addLast(service.version());
        var events = new ArrayList<Release>();
        for (var fault : past.scenario().faults())
            fault.change().filter(c -> c.component().equals(service.name())).ifPresent(c -> {
                if (c.kind().equals("deployment")) events.add(release(fault, c));
            });
        for (var herring : past.scenario().redHerrings())
            if (herring instanceof RedHerring.HarmlessChange change
                    && change.kind().equals("deployment")
                    && change.component().equals(service.name()))
                events.add(new Release(
                        Past.seconds(change.at()),
                        service.name(),
                        change.version(),
                        "",
                        change.author(),
                        change.summary()));
        past.effects("deployments.rollback_deployment")
                .filter(e -> Past.names(e, "service", service.name()))
                .forEach(e -> events.add(
                        new Release(past.seconds(e.at()), service.name(), "", "", "runbook", "rolled back")));
        events.sort(Comparator.comparingDouble(Release::at));
        var made = new ArrayList<Release>();
        for (var event : events) {
            if (event.at() > at) break;
            var before = versions.getLast();
            if (event.version().isEmpty()) {
                if (versions.size() > 1) versions.removeLast();
            } else {
                versions.addLast(event.version());
            }
            made.add(new Release(
                    event.at(), event.service(), versions.getLast(), before, event.author(), event.summary()));
        }
        return new Releases(List.copyOf(made), List.copyOf(versions), isReconfigured(service, past, made, at));
    }

    private static boolean isReconfigured(Service service, Past past, List<Release> made, double at) {
        double last = made.isEmpty() ? Double.NEGATIVE_INFINITY : made.getLast().at();
        return past.scenario().faults().stream()
                .filter(fault -> fault.change()
                        .filter(c -> c.kind().equals("configuration")
                                && c.component().equals(service.name()))
                        .isPresent())
                .mapToDouble(fault -> Past.seconds(
                        fault.onset().at().minus(fault.change().orElseThrow().before())))
                .anyMatch(changed -> changed <= at && changed > last);
    }

    private static Release release(Fault fault, Fault.Change change) {
        return new Release(
                Past.seconds(fault.onset().at().minus(change.before())),
                change.component(),
                change.version(),
                "",
                change.author(),
                change.summary());
    }

    String current() {
        return versions.getLast();
    }

    /// The version a rollback would bring back: the one before, or the same as it was configured before.
    Optional<String> previous() {
        if (versions.size() > 1) return Optional.of(versions.get(versions.size() - 2));
        return reconfigured ? Optional.of(current()) : Optional.empty();
    }
}
