package dev.runbook.integrations.fault;

import static dev.runbook.integrations.fault.Symptom.of;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.estate.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A link between regions, or a host's network, that is overloaded: it loses packets and is slow. It recovers
/// when the services that load it go another way.
///
/// @param component the link or the host
/// @param services whose traffic must go another way
public record NetworkDegradation(String component, List<String> services, Onset onset) implements Fault {
    public NetworkDegradation {
        services = List.copyOf(services);
    }

    @Override
    public CauseKind cause() {
        return CauseKind.NETWORK_DEGRADATION;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        var symptoms = new ArrayList<Symptom>();
        double rtt = estate.component(component).orElseThrow() instanceof Link link ? link.rttMs() : 2;
        symptoms.add(of(component, "packet_loss", new Shift.Plus(8)));
        symptoms.add(of(component, "network_rtt_ms", new Shift.Times(4.5)));
        symptoms.add(of(component, "throughput_mbps", new Shift.Times(0.45)));
        for (var service : estate.travelling(component)) {
            symptoms.add(of(service.name(), "latency_p95_ms", new Shift.Plus(7 * rtt + 150)));
            symptoms.add(of(service.name(), "error_rate", new Shift.Plus(7)));
        }
        return symptoms;
    }

    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(new Cure(services.stream()
                .map(service -> Cure.Deed.setting(
                        "avoid",
                        "compute.reroute_traffic",
                        Map.of(
                                "service",
                                Cure.Wanted.is(service),
                                "avoid",
                                new Cure.Wanted.OneOf(ways(estate, service)))))
                .toList()));
    }

    /// What a service can avoid so that its traffic leaves the component: the component, or the region beyond.
    private java.util.Set<String> ways(Estate estate, String service) {
        var ways = new HashSet<String>();
        ways.add(component);
        if (estate.component(component).orElseThrow() instanceof Link link) {
            ways.add(link.from());
            ways.add(link.to());
            ways.remove(estate.regionOf(service));
        }
        return ways;
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        return Map.of(
                "component", List.of(component),
                "travelling",
                        estate.travelling(component).stream().map(s -> s.name()).toList());
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        var travelling =
                estate.travelling(component).stream().map(s -> s.name()).toList();
        if (travelling.isEmpty())
            return Optional.of("'" + component + "' is neither a link that calls cross nor a host with services");
        if (services.isEmpty()) return Optional.of("'services' names no service");
        return services.stream()
                .filter(s -> !travelling.contains(s))
                .findFirst()
                .map(s -> "the traffic of '" + s + "' does not go over '" + component + "'; that of "
                        + String.join(", ", travelling) + " does");
    }
}
