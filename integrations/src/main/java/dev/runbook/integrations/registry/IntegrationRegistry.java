package dev.runbook.integrations.registry;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// All integrations behind one provider: for each capability the one that is configured to answer. A call that
/// takes too long, or an integration that throws, is an answer like any other.
///
/// Safe for use by many threads.
public final class IntegrationRegistry implements Provider {

    private final Map<Capability, Integration> answering;

    private IntegrationRegistry(Map<Capability, Integration> answering) {
        this.answering = new EnumMap<>(answering);
    }

    /// Chooses an integration for every capability.
    ///
    /// @param mocks the simulated integrations
    /// @throws ConfigurationException when a live integration cannot be had
    public static IntegrationRegistry configure(
            IntegrationSettings settings, Collection<? extends Integration> mocks, LiveClients live) {
        var chosen = new ArrayList<Integration>();
        for (var known : KnownIntegration.ALL)
            switch (settings.modes().getOrDefault(known.name(), Integration.Mode.MOCK)) {
                case LIVE -> chosen.add(live.create(known, settings));
                case MOCK ->
                    mocks.stream().filter(m -> m.name().equals(known.name())).forEach(chosen::add);
            }
        return of(chosen);
    }

    /// The registry of these integrations.
    ///
    /// @throws IllegalArgumentException when two of them have one capability
    public static IntegrationRegistry of(Collection<? extends Integration> integrations) {
        var answering = new EnumMap<Capability, Integration>(Capability.class);
        for (var integration : integrations)
            for (var capability : Capability.values())
                if (Operations.portOf(capability).isInstance(integration)) {
                    var other = answering.put(capability, integration);
                    if (other != null)
                        throw new IllegalArgumentException("both " + other.name() + " and " + integration.name()
                                + " answer for " + capability.key());
                }
        return new IntegrationRegistry(answering);
    }

    /// This registry with more integrations.
    ///
    /// @throws IllegalArgumentException when one of them has a capability that another has
    public IntegrationRegistry with(Integration... more) {
        return of(Stream.concat(integrations().stream(), Stream.of(more)).toList());
    }

    /// The integrations that answer, each once, in the order of their capabilities.
    public List<Integration> integrations() {
        return answering.values().stream().distinct().toList();
    }

    @Override
    public Catalogue catalogue() {
        return Operations.CATALOGUE;
    }

    @Override
    public String sourceOf(Capability capability) {
        var integration = answering.get(capability);
        return integration == null
                ? NOBODY
                : integration.name() + " (" + integration.mode().name().toLowerCase(Locale.ROOT) + ")";
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context)
            throws InterruptedException {
        expect(name, true);
        var integration = answering.get(name.capability());
        if (integration == null) return new Observation.CouldNotLook(nobody(name), false);
        return switch (Deadline.call(
                context.timeout(), () -> Operations.observe(integration, name, arguments, context))) {
            case Deadline.Answered<Observation>(var observation) -> observation;
            case Deadline.TooLate<Observation>(var after) ->
                new Observation.CouldNotLook(integration.name() + " did not answer " + name + " within " + after, true);
            case Deadline.Broke<Observation>(var how) ->
                new Observation.CouldNotLook(integration.name() + " broke on " + name + ": " + how, false);
        };
    }

    @Override
    public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        expect(name, false);
        var integration = answering.get(name.capability());
        if (integration == null) return new Outcome.Refused(nobody(name), false);
        return switch (Deadline.call(
                context.timeout(), () -> Operations.act(integration, name, arguments, key, context))) {
            case Deadline.Answered<Outcome>(var outcome) -> outcome;
            case Deadline.TooLate<Outcome>(var after) ->
                new Outcome.Unclear(integration.name() + " did not answer " + name + " within " + after);
            case Deadline.Broke<Outcome>(var how) ->
                new Outcome.Unclear(integration.name() + " broke on " + name + ": " + how);
        };
    }

    @Override
    public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        var integration = answering.get(name.capability());
        if (integration == null) return new Occurrence.CannotTell(nobody(name));
        return switch (Deadline.call(context.timeout(), () -> integration.occurred(name, arguments, key, context))) {
            case Deadline.Answered<Occurrence>(var occurrence) -> occurrence;
            case Deadline.TooLate<Occurrence>(var after) ->
                new Occurrence.CannotTell(integration.name() + " did not answer within " + after);
            case Deadline.Broke<Occurrence>(var how) ->
                new Occurrence.CannotTell(integration.name() + " broke: " + how);
        };
    }

    private static void expect(OperationName name, boolean reads) {
        if ((Operations.CATALOGUE.get(name).effect() == Effect.READS) != reads)
            throw new IllegalArgumentException(name + (reads ? " does not only read" : " changes nothing"));
    }

    private static String nobody(OperationName name) {
        return "no integration answers for " + name.capability().key();
    }
}
