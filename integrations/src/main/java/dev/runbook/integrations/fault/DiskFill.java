package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder that grows until the volume it lies on is full.
///
/// @param component the host
/// @param path the folder that grows
/// @param culprit the service that writes into it
public record DiskFill(String component, String path, Optional<String> culprit, Onset onset) implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.DISK_FULL;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        var symptoms = new ArrayList<Symptom>();
        for (var name : residents(estate)) {
            if (estate.service(name).isPresent()) {
                symptoms.add(of(name, "error_rate", new Shift.Plus(18)).late());
                symptoms.add(of(name, "latency_p95_ms", new Shift.Times(2)).late());
            } else {
                symptoms.add(
                        of(name, "query_latency_p95_ms", new Shift.Times(6)).late());
                for (var client : estate.callersOf(name))
                    symptoms.add(
                            of(client.name(), "error_rate", new Shift.Plus(9)).late());
            }
        }
        return symptoms;
    }

    private List<String> residents(Estate estate) {
        return Stream.concat(
                        estate.servicesOn(component).stream().map(s -> s.name()),
                        estate.databasesOn(component).stream().map(d -> d.name()))
                .toList();
    }

    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(Cure.by(
                "compute.clean_disk",
                Map.of("host", Cure.Wanted.is(component), "path", new Cure.Wanted.Holding(path))));
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        return Map.of("host", List.of(component), "residents", residents(estate));
    }

    @Override
    public Map<String, String> words() {
        return Map.of("host", component, "path", path, "culprit", culprit.orElse("an application"));
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        return Fault.isHost(estate, component)
                .or(() -> estate.volumesOf(component).stream()
                                .flatMap(v -> v.folders().stream())
                                .anyMatch(f -> f.path().equals(path) && f.safeToDelete())
                        ? Optional.empty()
                        : Optional.of("no volume of '" + component + "' has a folder '" + path
                                + "' that is safe to delete; declare it under 'volumes'"))
                .or(() -> culprit.flatMap(c -> Fault.isService(estate, c)));
    }
}
