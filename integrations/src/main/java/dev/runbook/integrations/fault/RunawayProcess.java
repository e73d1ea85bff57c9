package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process of a service that spins: it takes the processor from everything else on its host.
///
/// @param process the name it has in the process list
public record RunawayProcess(String component, String host, String process, Onset onset) implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.RUNAWAY_PROCESS;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        var symptoms = new ArrayList<Symptom>();
        symptoms.add(of(component, "cpu_usage", new Shift.Toward(93)).on(host));
        symptoms.add(of(host, "load_1m", new Shift.Times(1.8)));
        symptoms.add(of(component, "latency_p95_ms", new Shift.Times(4)));
        symptoms.add(of(component, "error_rate", new Shift.Plus(2)));
        symptoms.add(of(component, "queue_depth", new Shift.Times(9)));
        for (var neighbour : estate.servicesOn(host))
            if (!neighbour.name().equals(component))
                symptoms.add(of(neighbour.name(), "latency_p95_ms", new Shift.Times(2.2)));
        return symptoms;
    }

    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(Cure.restart(component, List.of(host)), Cure.reboot(host));
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        var neighbours = estate.servicesOn(host).stream()
                .map(s -> s.name())
                .filter(name -> !name.equals(component))
                .toList();
        return Map.of("component", List.of(component), "host", List.of(host), "neighbours", neighbours);
    }

    @Override
    public Map<String, String> words() {
        return Map.of("host", host, "process", process);
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        return Fault.runsOn(estate, component, host);
    }
}
