package dev.runbook.core.intake;

import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an alert has to do with an incident that is open. Pure.
final class Kinship {

    private Kinship() {}

    /// The host or service that both are about, in words; empty when there is none.
    static Optional<String> near(Incident incident, ProblemReport alert) {
        if (!takes(incident, alert)) return Optional.empty();
        var own = places(incident.report());
        return places(alert).stream()
                .filter(own::contains)
                .findFirst()
                .map(shared -> "it is about " + shared + ", too");
    }

    /// That one calls the other, in words; empty when neither does.
    ///
    /// @param known who calls whom, as other incidents have seen it
    static Optional<String> far(Incident incident, ProblemReport alert, Collection<Content.Edge> known) {
        if (!takes(incident, alert)) return Optional.empty();
        var named = places(alert);
        var own = places(incident.report());
        return Stream.concat(edges(incident), known.stream())
                .filter(edge -> (own.contains(edge.from()) && named.contains(edge.to()))
                        || (own.contains(edge.to()) && named.contains(edge.from())))
                .findFirst()
                .map(edge -> edge.from() + " calls " + edge.to());
    }

    /// Who calls whom, as an incident has seen it.
    static Stream<Content.Edge> edges(Incident incident) {
        return incident.findings().evidence().stream()
                .flatMap(piece ->
                        piece.content() instanceof Content.Dependencies(var edges) ? edges.stream() : Stream.empty());
    }

    /// Whether somebody looks into the incident, who would want to know: not when it is over, and not when it
    /// only does what an operator asked for.
    private static boolean takes(Incident incident, ProblemReport alert) {
        return incident.open()
                && !isInstruction(incident)
                && incident.report().environment().equals(alert.environment());
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
}
