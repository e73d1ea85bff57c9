package dev.runbook.app.server;

import dev.runbook.app.web.Outside;
import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.operation.Capability;
import dev.runbook.integrations.registry.IntegrationRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
        return new Line(
                integration.name(),
                integration.mode().name().toLowerCase(Locale.ROOT),
                capabilities.stream().map(Capability::key).toList(),
                tally.calls(),
                tally.failed(),
                tally.calls() == 0 ? 0 : tally.taken().toMillis() / tally.calls(),
                tally.last(),
                tally.lastFailed(),
                tally.lastError());
    }
}
