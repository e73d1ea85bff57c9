package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A query that keeps a database busy and holds its locks.
///
/// @param component the database
/// @param application who runs the query
/// @param statement the query
public record SlowQuery(String component, String application, String statement, Onset onset) implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.DATABASE_SLOW;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        return List.of(
                of(component, "query_latency_p95_ms", new Shift.Times(45)),
                of(component, "lock_waits", new Shift.Plus(28)),
                of(component, "connections_used", new Shift.Times(1.7)),
                of(component, "cpu_usage", new Shift.Plus(45)));
    }

    /// Ending the application's idle connections does not end the query; stopping the application does.
    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(Cure.restart(
                application, estate.service(application).orElseThrow().hosts()));
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        var clients = estate.callersOf(component).stream().map(s -> s.name()).toList();
        return Map.of("component", List.of(component), "clients", clients);
    }

    @Override
    public Map<String, String> words() {
        return Map.of("database", component, "application", application, "statement", statement);
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        return Fault.isDatabase(estate, component)
                .or(() -> Fault.isService(estate, application))
                .or(() -> estate.service(application).orElseThrow().external()
                        ? Optional.of("'" + application + "' has no hosts, so it cannot be restarted")
                        : Optional.empty());
    }
}
