package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An application that takes database connections and never returns them, until nobody gets one any more.
///
/// @param component the database whose connections are used up
/// @param application who holds them
public record ConnectionLeak(String component, String application, Onset onset) implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.DATABASE_CONNECTIONS;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        var symptoms = new ArrayList<Symptom>();
        symptoms.add(of(component, "connections_used", new Shift.Toward(max(estate))));
        symptoms.add(of(component, "query_latency_p95_ms", new Shift.Times(1.6)).late());
        for (var client : estate.callersOf(component)) {
            symptoms.add(of(client.name(), "error_rate", new Shift.Plus(24)).late());
            symptoms.add(of(client.name(), "latency_p95_ms", new Shift.Times(7)).late());
        }
        return symptoms;
    }

    private int max(Estate estate) {
        return estate.database(component).orElseThrow().maxConnections();
    }

    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(
                Cure.by(
                        "compute.terminate_connections",
                        Map.of("database", Cure.Wanted.is(component), "application", Cure.Wanted.is(application))),
                Cure.restart(
                        application, estate.service(application).orElseThrow().hosts()));
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        var clients = estate.callersOf(component).stream().map(s -> s.name()).toList();
        return Map.of("component", List.of(component), "application", List.of(application), "clients", clients);
    }

    @Override
    public Map<String, String> words() {
        return Map.of("database", component, "application", application);
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        return Fault.isDatabase(estate, component)
                .or(() -> Fault.isService(estate, application))
                .or(() -> estate.callsOf(application).contains(component)
                        ? Optional.empty()
                        : Optional.of("'" + application + "' does not call '" + component + "': add the dependency"));
    }
}
