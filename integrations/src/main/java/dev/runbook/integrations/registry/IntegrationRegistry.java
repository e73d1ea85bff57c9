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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All integrations behind one provider. A question goes to every integration that offers the operation, to
/// all at the same time, and their answers are one answer. A change goes to the first that does not refuse
/// it: live ones before simulated ones, else in the order they were given. A call that takes too long, or
/// an integration that throws, is an answer like any other.
///
/// Safe for use by many threads.
public final class IntegrationRegistry implements Provider {

    private final List<Integration> integrations;

    private IntegrationRegistry(Collection<? extends Integration> integrations) {
        this.integrations = integrations.stream()
                .<Integration>map(integration -> integration)
                .sorted(Comparator.comparing(Integration::mode, Comparator.reverseOrder()))
                .toList();
    }

    /// Makes every integration that is not off.
    ///
    /// @param mocks the simulated integrations
    /// @throws ConfigurationException when a live integration cannot be had
    public static IntegrationRegistry configure(
            IntegrationSettings settings, Collection<? extends Integration> mocks, LiveClients live) {
        var chosen = new ArrayList<Integration>();
        for (var known : KnownIntegration.ALL)
            switch (settings.modeOf(known)) {
                case LIVE -> chosen.add(live.create(known, settings));
                case MOCK ->
                    mocks.stream().filter(m -> m.name().equals(known.name())).forEach(chosen::add);
                case OFF -> {}
            }
        return of(chosen);
    }

    /// The registry of these integrations.
    public static IntegrationRegistry of(Collection<? extends Integration> integrations) {
        return new IntegrationRegistry(integrations);
    }

    /// This registry with more integrations.
    public IntegrationRegistry with(Integration... more) {
        return of(Stream.concat(integrations.stream(), Stream.of(more)).toList());
    }

    /// All integrations, live ones first.
    public List<Integration> integrations() {
        return integrations;
    }

    /// The registry of one of the integrations alone; of none when there is none of this name.
    public IntegrationRegistry only(String name) {
        return of(integrations.stream().filter(i -> i.name().equals(name)).toList());
    }

    private List<Integration> offering(OperationName name) {
        return integrations.stream()
                .filter(integration -> integration.offers(name))
                .toList();
    }

    @Override
    public Catalogue catalogue() {
        return Operations.CATALOGUE;
    }

    @Override
    public String sourceOf(Capability capability) {
        var names = Operations.CATALOGUE.all().stream()
                .map(operation -> operation.name())
                .filter(name -> name.capability() == capability)
                .flatMap(name -> offering(name).stream())
                .distinct()
                .sorted(Comparator.comparingInt(integrations::indexOf))
                .map(IntegrationRegistry::source)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? NOBODY : names;
    }

    private static String source(Integration integration) {
        return integration.name() + " (" + integration.mode().name().toLowerCase(Locale.ROOT) + ")";
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context)
            throws InterruptedException {
        expect(name, true);
        var offering = offering(name);
        return switch (offering.size()) {
            case 0 -> new Observation.CouldNotLook(nobody(name), false);
            case 1 -> observe(offering.getFirst(), name, arguments, context);
            default ->
                Together.merge(Together.ask(offering, integration -> observe(integration, name, arguments, context)));
        };
    }

    private static Observation observe(
            Integration integration, OperationName name, Arguments arguments, CallContext context)
            throws InterruptedException {
        return switch (Deadline.call(
                context.timeout(), () -> Operations.observe(integration, name, arguments, context))) {
            case Deadline.Answered<Observation>(Observation.Found found) -> found.seenBy(source(integration));
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
        var offering = offering(name);
        var refusals = new ArrayList<Outcome.Refused>();
        for (var integration : offering) {
            var outcome = act(integration, name, arguments, key, context);
            if (!(outcome instanceof Outcome.Refused refused)) return outcome;
            // Only one that will never do it makes room for the next.
            if (refused.retryable()) return refused;
            refusals.add(refused);
        }
        return refusals.isEmpty()
                ? new Outcome.Refused(nobody(name), false)
                : new Outcome.Refused(
                        refusals.stream().map(Outcome.Refused::reason).collect(Collectors.joining("; ")), false);
    }

    private static Outcome act(
            Integration integration, OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
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
        var reasons = new ArrayList<String>();
        var offering = offering(name);
        for (var integration : offering)
            switch (occurred(integration, name, arguments, key, context)) {
                case Occurrence.Happened happened -> {
                    return happened;
                }
                case Occurrence.CannotTell(var reason) -> reasons.add(reason);
                case Occurrence.DidNotHappen _ -> {}
            }
        if (offering.isEmpty()) return new Occurrence.CannotTell(nobody(name));
        return reasons.isEmpty()
                ? new Occurrence.DidNotHappen()
                : new Occurrence.CannotTell(String.join("; ", reasons));
    }

    private static Occurrence occurred(
            Integration integration, OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
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
        return "no integration answers for " + name;
    }
}
