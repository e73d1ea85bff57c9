package dev.runbook.app.server;

import dev.runbook.app.web.Outside;
import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.operation.Capability;
import dev.runbook.integrations.edge.CircuitBreaker;
import dev.runbook.integrations.edge.LiveIntegration;
import dev.runbook.integrations.registry.IntegrationRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The integrations of the registry with the calls that were made to them. Safe for use by many threads.
record Integrations(IntegrationRegistry registry, CallLog calls) implements Outside {

    @Override
    public List<Line> integrations() {
        return registry.integrations().stream().map(this::line).toList();
    }

    private Line line(Integration integration) {
        var capabilities = Arrays.stream(Capability.values())
                .filter(capability -> Operations.portOf(capability).isInstance(integration))
                .toList();
        var tally = capabilities.stream().map(calls::of).reduce(CallLog.Tally.NONE, CallLog.Tally::and);
        var circuit = circuit(integration);
        return new Line(
                integration.name(),
                integration.mode().name().toLowerCase(Locale.ROOT),
                capabilities.stream().map(Capability::key).toList(),
                tally.calls(),
                tally.failed(),
                tally.calls() == 0 ? 0 : tally.taken().toMillis() / tally.calls(),
                tally.last(),
                circuit.isPresent() || tally.lastFailed(),
                circuit.or(tally::lastError));
    }

    /// What an open circuit says; empty when calls pass.
    private static Optional<String> circuit(Integration integration) {
        return integration instanceof LiveIntegration live
                        && live.health().circuit() instanceof CircuitBreaker.Open(var until)
                ? Optional.of("left alone until " + until + " because "
                        + live.health().fault().orElse("it failed too often"))
                : Optional.empty();
    }
}
