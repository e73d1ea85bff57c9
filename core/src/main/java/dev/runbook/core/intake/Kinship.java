package dev.runbook.core.intake;

import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an alert has to do with an incident that is open. Pure.
final class Kinship {

    private Kinship() {}

    /// What they have in common, in words: a host or a service, or that one calls the other, as the incident's
    /// evidence knows. Empty when they have nothing in common, and where nobody looks into the incident: when
    /// it is over, or only does what an operator asked for.
    static Optional<String> of(Incident incident, ProblemReport alert) {
        if (!incident.open() || isInstruction(incident)) return Optional.empty();
        if (!incident.report().environment().equals(alert.environment())) return Optional.empty();
        var named = places(alert);
        var own = places(incident.report());
        return named.stream()
                .filter(own::contains)
                .findFirst()
                .map(shared -> "it is about " + shared + ", too")
                .or(() -> call(incident, named, own));
    }

    private static boolean isInstruction(Incident incident) {
        return incident.run()
                .filter(run -> run.runbook().equals(IncidentDesk.INSTRUCTION))
                .isPresent();
    }

    private static Set<String> places(ProblemReport report) {
        return Stream.of(
                        report.service().stream(),
                        report.host().stream(),
                        report.alerts().stream().map(Alert::place).flatMap(Optional::stream))
                .flatMap(names -> names)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> call(Incident incident, Set<String> named, Set<String> own) {
        return incident.findings().evidence().stream()
                .flatMap(piece ->
                        piece.content() instanceof Content.Dependencies(var edges) ? edges.stream() : Stream.empty())
                .filter(edge -> (own.contains(edge.from()) && named.contains(edge.to()))
                        || (own.contains(edge.to()) && named.contains(edge.from())))
                .findFirst()
                .map(edge -> edge.from() + " calls " + edge.to());
    }
}
