package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.estate.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A service that answers no more. One's own can be started again; somebody else's cannot.
public record DependencyDown(String component, Onset onset) implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.DEPENDENCY_FAILURE;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        var symptoms = new ArrayList<Symptom>();
        symptoms.add(of(component, "error_rate", new Shift.Toward(99)));
        symptoms.add(of(component, "request_rate", new Shift.Times(0.25)));
        symptoms.add(of(component, "latency_p95_ms", new Shift.Toward(5000)));
        for (var host : hosts(estate))
            symptoms.add(of(component, "cpu_usage", new Shift.Times(0.05)).on(host));
        return symptoms;
    }

    private List<String> hosts(Estate estate) {
        return estate.service(component).map(Service::hosts).orElse(List.of());
    }

    @Override
    public List<Cure> cures(Estate estate) {
        var hosts = hosts(estate);
        return hosts.isEmpty() ? List.of() : List.of(Cure.restart(component, hosts));
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        return Map.of(
                "component", hosts(estate).isEmpty() ? List.of() : List.of(component),
                "host", hosts(estate),
                "callers",
                        estate.callersOf(component).stream().map(s -> s.name()).toList());
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        return Fault.isService(estate, component);
    }
}
