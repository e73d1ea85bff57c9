package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.integrations.estate.Service;
import java.util.List;
import java.util.stream.Stream;

/// What a bad change does to the service that got it.
public enum Harm {
    ERRORS,
    CPU,
    MEMORY,
    LATENCY;

    List<Symptom> symptoms(Service service) {
        var name = service.name();
        return switch (this) {
            case ERRORS ->
                List.of(of(name, "error_rate", new Shift.Plus(24)), of(name, "latency_p95_ms", new Shift.Times(1.7)));
            case LATENCY ->
                List.of(of(name, "latency_p95_ms", new Shift.Times(8)), of(name, "error_rate", new Shift.Plus(3)));
            case CPU ->
                Stream.concat(
                                service.hosts().stream()
                                        .map(host -> of(name, "cpu_usage", new Shift.Toward(92))
                                                .on(host)),
                                Stream.of(
                                        of(name, "latency_p95_ms", new Shift.Times(4)),
                                        of(name, "error_rate", new Shift.Plus(4))))
                        .toList();
            case MEMORY ->
                Stream.concat(
                                service.hosts().stream()
                                        .map(host -> of(name, "memory_usage", new Shift.Toward(76))
                                                .on(host)),
                                Stream.of(
                                        of(name, "latency_p95_ms", new Shift.Times(3)),
                                        of(name, "error_rate", new Shift.Plus(8))))
                        .toList();
        };
    }
}
