package dev.runbook.app.security;

import dev.runbook.app.web.Backend;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.incident.IncidentId;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What incidents of the running system are about. Safe for use by many threads.
record IncidentPlaces(Backend backend) implements Places {

    @Override
    public Optional<Reach.Place> of(String incident) {
        return id(incident).flatMap(backend.desk()::find).map(IncidentPlaces::place);
    }

    private static Optional<IncidentId> id(String text) {
        try {
            return Optional.of(new IncidentId(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The service of the report, and that of the action that people are asked about: neither stands for the
    /// other.
    private static Reach.Place place(Incident incident) {
        var report = incident.opening().report();
        var asked = Engine.openRequest(incident).stream()
                .flatMap(request -> request.plan().parameters().get("service").stream())
                .map(value -> value.display());
        return new Reach.Place(
                Stream.concat(report.service().stream(), asked).collect(Collectors.toSet()), report.environment());
    }
}
