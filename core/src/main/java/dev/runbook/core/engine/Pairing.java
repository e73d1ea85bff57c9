package dev.runbook.core.engine;

import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Optional;

/// Sees whether a change is aimed at a host and at a service that does not run there. Pure.
final class Pairing {

    private Pairing() {}

    /// Why no integration would do it, as far as an inventory tells; empty when it is not known to be wrong.
    static Optional<String> fault(Operation operation, Value.Fields parameters, Incident incident) {
        if (operation.effect() == Effect.READS) return Optional.empty();
        var host = text(parameters, "host");
        var service = text(parameters, "service");
        return host.isEmpty() || service.isEmpty()
                ? Optional.empty()
                : fault(host.get(), service.get(), Estate.of(incident.findings().evidence()));
    }

    static Optional<String> fault(String host, String service, Estate estate) {
        var hosts = hosts(service, estate);
        return hosts.isEmpty() || hosts.contains(host) || !estate.hosts().contains(host)
                ? Optional.empty()
                : Optional.of("service '" + service + "' does not run on host '" + host + "' but on "
                        + String.join(", ", hosts));
    }

    private static List<String> hosts(String service, Estate estate) {
        return estate.known().stream()
                .filter(known -> known.name().equals(service) && !known.isHost())
                .flatMap(known -> known.hosts().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<String> text(Value.Fields parameters, String name) {
        return parameters.get(name).filter(Value.Text.class::isInstance).map(Value::display);
    }
}
