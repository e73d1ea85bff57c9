package dev.runbook.integrations.registry;

import dev.runbook.core.capability.Integration;
import java.util.Map;
import java.util.function.Function;

/// The live clients there are: the name of an integration, and what makes its client from the configured
/// variables.
public record LiveClients(Map<String, Function<Map<String, String>, Integration>> factories) {

    /// No live client.
    public static final LiveClients NONE = new LiveClients(Map.of());

    public LiveClients {
        factories = Map.copyOf(factories);
    }

    /// Makes the live client of an integration.
    ///
    /// @throws ConfigurationException when a credential is missing, or there is no live client
    public Integration create(KnownIntegration integration, IntegrationSettings settings) {
        settings.missingCredential(integration).ifPresent(missing -> {
            throw new ConfigurationException(integration.name() + " is live but " + missing
                    + " is not set; set it, or set " + integration.modeVariable()
                    + (integration.simulated() ? "=mock" : "=off"));
        });
        var factory = factories.get(integration.name());
        if (factory == null)
            throw new ConfigurationException("this version has no live client for " + integration.name() + "; set "
                    + integration.modeVariable() + "=mock");
        return factory.apply(settings.variables());
    }
}
