package dev.runbook.app.assembly;

import dev.runbook.app.intake.Webhooks;
import dev.runbook.core.capability.Integration;
import dev.runbook.core.intake.AlertIntake;
import dev.runbook.integrations.edge.JdkWire;
import dev.runbook.integrations.edge.Limits;
import dev.runbook.integrations.edge.LiveIntegration;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Sleeper;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.inbound.AmazonSns;
import dev.runbook.integrations.inbound.Hooks;
import dev.runbook.integrations.inbound.SlackReplies;
import dev.runbook.integrations.live.LiveIntegrations;
import dev.runbook.integrations.mock.MockIntegrations;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.registry.IntegrationSettings;
import dev.runbook.integrations.registry.KnownIntegration;
import dev.runbook.integrations.registry.LiveClients;
import dev.runbook.integrations.world.Worlds;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The integrations as they are configured, simulated or live. Close it to end the connections to vendors.
public final class Vendors implements AutoCloseable {

    private final JdkWire wire = new JdkWire();
    private final IntegrationSettings settings;
    private final LiveClients clients;
    private final Outside outside;
    private final Hooks hooks;
    private final AmazonSns amazon;
    private final SlackReplies replies;

    /// @param real the time, which vendors share with us; never the simulated one
    /// @throws RuntimeException when a mode cannot be used; its message says what to do
    public Vendors(Configuration configuration, InstantSource real) {
        settings = IntegrationSettings.read(configuration.integrations());
        outside = new Outside(wire, Limits.STANDARD, real, Sleeper.REAL, new SecureRandom());
        clients = LiveIntegrations.clients(outside);
        amazon = new AmazonSns(outside);
        replies = new SlackReplies(outside);
        hooks = Hooks.of(new Variables(configuration.integrations()), amazon);
    }

    /// All integrations behind one provider.
    ///
    /// @param worlds what the simulated ones show
    /// @param own what this program answers itself
    /// @throws RuntimeException when a live integration lacks a credential; its message names the variable
    public IntegrationRegistry registry(Worlds worlds, Integration... own) {
        return IntegrationRegistry.configure(settings, MockIntegrations.create(worlds), clients)
                .with(own);
    }

    /// Takes in what vendors send.
    public Webhooks webhooks(AlertIntake intake) {
        return new Webhooks(hooks, intake, outside.clock(), amazon::confirm, replies::send);
    }

    /// What one integration is configured to be, and whether it can be used.
    ///
    /// @param mode simulated, live or off
    /// @param findings what was tried with a live one; none for any other
    public record Checked(String name, IntegrationSettings.Mode mode, List<LiveIntegration.Finding> findings) {
        public Checked {
            findings = List.copyOf(findings);
        }

        public boolean works() {
            return findings.stream().allMatch(LiveIntegration.Finding::works);
        }
    }

    /// Proves with real reads that an integration can be used.
    ///
    /// @param timeout how long each of them may take
    public Checked check(KnownIntegration known, Duration timeout) throws InterruptedException {
        var mode = settings.modeOf(known);
        return new Checked(
                known.name(), mode, mode == IntegrationSettings.Mode.LIVE ? findings(known, timeout) : List.of());
    }

    private List<LiveIntegration.Finding> findings(KnownIntegration known, Duration timeout)
            throws InterruptedException {
        try {
            return clients.create(known, settings) instanceof LiveIntegration live
                    ? live.check(timeout)
                    : List.of(new LiveIntegration.Finding("configure", true, "cannot be checked", Duration.ZERO));
        } catch (dev.runbook.integrations.registry.ConfigurationException e) {
            return List.of(
                    new LiveIntegration.Finding("configure", false, String.valueOf(e.getMessage()), Duration.ZERO));
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
