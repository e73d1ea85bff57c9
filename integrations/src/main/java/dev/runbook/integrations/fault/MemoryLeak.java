package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A service that never gives memory back: its host's memory fills slowly, then it stalls and is killed.
public record MemoryLeak(String component, String host, Onset onset) implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.MEMORY_LEAK;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        return List.of(
                of(component, "memory_usage", new Shift.Toward(76)).on(host),
                of(component, "cpu_usage", new Shift.Plus(14)).on(host).late(),
                of(component, "latency_p95_ms", new Shift.Times(5)).late(),
                of(component, "error_rate", new Shift.Plus(6)).late());
    }

    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(Cure.restart(component, List.of(host)), Cure.reboot(host));
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        return Map.of("component", List.of(component), "host", List.of(host));
    }

    @Override
    public Map<String, String> words() {
        return Map.of("host", host);
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        return Fault.runsOn(estate, component, host);
    }
}
