package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.evidence.Observation.NothingFound;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.scenario.Trouble;
import dev.runbook.integrations.world.Sight;
import dev.runbook.integrations.world.World;
import dev.runbook.integrations.world.Worlds;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// What all simulated vendors share: they find the world of a call, and misbehave when the scenario says so.
abstract class MockVendor implements Integration {

    private static final Value NO_LIST = new Value.Items(List.of());

    private final String name;
    private final Worlds worlds;

    MockVendor(String name, Worlds worlds) {
        this.name = name;
        this.worlds = worlds;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Mode mode() {
        return Mode.MOCK;
    }

    @Override
    public final Occurrence occurred(
            OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        var world = worlds.find(context);
        if (world.isEmpty()) return new Occurrence.CannotTell(unknown(context));
        var trouble = world.get().trouble(name, operation.method());
        if (trouble.isPresent())
            switch (trouble.get().kind()) {
                case FAILING, RATE_LIMITED -> {
                    return new Occurrence.CannotTell(name + " does not answer");
                }
                case SLOW -> Thread.sleep(trouble.get().delay());
                case EMPTY, LYING, LOSING_REPLIES -> {}
            }
        return world.get().occurred(key);
    }

    /// Looks at the world of a call.
    ///
    /// @param method of the operation, for troubles
    /// @param look what is seen; asked of an all-too-rosy sight when the vendor lies
    final Observation look(String method, CallContext context, Function<Sight, Observation> look)
            throws InterruptedException {
        var world = worlds.find(context);
        if (world.isEmpty()) return new CouldNotLook(unknown(context), false);
        var trouble = world.get().trouble(name, method);
        if (trouble.isEmpty()) return look.apply(world.get().look());
        return switch (trouble.get().kind()) {
            case SLOW -> {
                Thread.sleep(trouble.get().delay());
                yield look.apply(world.get().look());
            }
            case FAILING -> new CouldNotLook(name + " answered 503 service unavailable", true);
            case RATE_LIMITED -> new CouldNotLook(name + " answered 429 too many requests, retry in 30s", true);
            case EMPTY -> empty(look.apply(world.get().look()));
            case LYING -> look.apply(world.get().rosy());
            case LOSING_REPLIES -> new CouldNotLook(name + " closed the connection before it answered", true);
        };
    }

    /// An empty answer of the shape that the full one has.
    private static Observation empty(Observation full) {
        return full instanceof Found(var _, Value.Fields _, var _, var _)
                ? new NothingFound(Value.Fields.NONE)
                : new NothingFound(NO_LIST);
    }

    /// Changes the world of a call.
    final Outcome act(
            Capability capability, String method, Value.Fields parameters, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        var world = worlds.find(context);
        if (world.isEmpty()) return new Outcome.Refused(unknown(context), false);
        var operation = new OperationName(capability, method);
        var trouble = world.get().trouble(name, method);
        return trouble.isEmpty()
                ? world.get().act(operation, parameters, key)
                : act(operation, parameters, key, world.get(), trouble.get());
    }

    private Outcome act(
            OperationName operation, Value.Fields parameters, IdempotencyKey key, World world, Trouble trouble)
            throws InterruptedException {
        return switch (trouble.kind()) {
            case SLOW -> {
                var outcome = world.act(operation, parameters, key);
                Thread.sleep(trouble.delay());
                yield outcome;
            }
            case FAILING -> new Outcome.Refused(name + " answered 503 service unavailable", true);
            case RATE_LIMITED -> new Outcome.Refused(name + " answered 429 too many requests, retry in 30s", true);
            case EMPTY -> world.act(operation, parameters, key);
            case LYING -> new Outcome.Done(parameters);
            case LOSING_REPLIES -> {
                world.act(operation, parameters, key);
                yield new Outcome.Unclear(name + " closed the connection before it answered");
            }
        };
    }

    private static String unknown(CallContext context) {
        return "there is no scenario '" + context.labels().get(Scenario.LABEL) + "'";
    }

    /// The components that a scope names.
    static List<Component> named(Scope scope, Sight sight) {
        return sight.estate().components().stream()
                .filter(component -> scope.covers(component.name()))
                .toList();
    }

    /// The components that a scope concerns: those it names, what runs on its host, and the hosts of its
    /// service.
    static List<Component> concerned(Scope scope, Sight sight) {
        var estate = sight.estate();
        return estate.components().stream()
                .filter(component -> scope.covers(component.name())
                        || scope.host()
                                .filter(host -> estate.runsOn(component.name(), host))
                                .isPresent()
                        || scope.service()
                                .filter(service -> estate.runsOn(service, component.name()))
                                .isPresent())
                .toList();
    }

    /// The changes of the components that a scope concerns, as evidence and in the vendor's own words.
    ///
    /// @param words how the vendor lists one
    static Observation changes(
            Scope scope, Duration timeframe, Sight sight, Function<Sight.FiledChange, Value.Fields> words) {
        var names = concerned(scope, sight).stream().map(Component::name).toList();
        var changes = sight.changes(timeframe).stream()
                .filter(change -> names.contains(change.component()))
                .toList();
        return answer(
                changes.stream()
                        .map(change -> new Content.ChangeMade(
                                change.at(),
                                change.kind(),
                                change.component(),
                                change.version(),
                                change.summary(),
                                change.author()))
                        .toList(),
                items(changes.stream().map(words).toList()));
    }

    /// The answer with these contents.
    static Observation answer(List<? extends Content> contents, Value output) {
        return contents.isEmpty() ? new NothingFound(output) : new Found(List.copyOf(contents), output);
    }

    /// The answer with one set of facts that is a list.
    static Observation facts(String about, String title, List<Value.Fields> items) {
        var output = new Value.Items(List.copyOf(items));
        return items.isEmpty()
                ? new NothingFound(output)
                : new Found(List.of(new Content.Facts(about, title, output)), output);
    }

    static Value.Items items(List<Value.Fields> items) {
        return new Value.Items(List.copyOf(items));
    }
}
