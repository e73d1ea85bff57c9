package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// More requests than a service has replicas for. They stay when replicas are added, but are shared by more.
///
/// @param factor how many times the usual requests come
/// @param replicas how many replicas carry them; twice as many as there are, unless it says otherwise
public record TrafficSurge(String component, double factor, Optional<Integer> replicas, Onset onset) implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.TRAFFIC_SURGE;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        var symptoms = new ArrayList<Symptom>();
        symptoms.add(of(component, "request_rate", new Shift.Times(factor)).lasting());
        for (var called : estate.callsOf(component))
            if (estate.service(called).isPresent())
                symptoms.add(of(called, "request_rate", new Shift.Times(1 + (factor - 1) / 2))
                        .lasting());
        symptoms.add(of(component, "latency_p95_ms", new Shift.Times(6)));
        symptoms.add(of(component, "error_rate", new Shift.Plus(6)));
        symptoms.add(of(component, "queue_depth", new Shift.Times(14)));
        for (var host : estate.service(component).orElseThrow().hosts())
            symptoms.add(of(component, "cpu_usage", new Shift.Toward(88)).on(host));
        return symptoms;
    }

    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(new Cure(List.of(Cure.Deed.setting(
                "replicas",
                "compute.scale_service",
                Map.of("service", Cure.Wanted.is(component), "replicas", new Cure.Wanted.AtLeast(needed(estate)))))));
    }

    private int needed(Estate estate) {
        return replicas.orElseGet(
                () -> 2 * estate.service(component).orElseThrow().replicas());
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        return Map.of("component", List.of(component));
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        var service = estate.service(component);
        if (service.isEmpty()) return Optional.of("there is no service '" + component + "'");
        int now = service.get().replicas();
        return replicas.filter(wanted -> wanted <= now)
                .map(wanted ->
                        "'replicas' must be more than the " + now + " that '" + component + "' has, got " + wanted);
    }
}
