package dev.runbook.app.assembly;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.value.Value;
import dev.runbook.language.parse.RunbookTests;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// A world of given values: what a runbook's test says that operations answer. Safe for use by many threads.
final class GivenWorld implements Provider {

    private static final Observation NOTHING = new Observation.NothingFound(new Value.Items(List.of()));

    /// How many points a metric has, one a minute.
    private static final int POINTS = 5;

    private final RunbookTests.World world;
    private final InstantSource clock;
    private final Map<IdempotencyKey, Value> done = new ConcurrentHashMap<>();
    private final Set<String> asked;
    private volatile boolean changed;

    /// @param asked takes the names of the operations that are asked for; safe for use by many threads
    GivenWorld(RunbookTests.World world, InstantSource clock, Set<String> asked) {
        this.world = world;
        this.clock = clock;
        this.asked = asked;
    }

    @Override
    public Catalogue catalogue() {
        return Operations.CATALOGUE;
    }

    @Override
    public String sourceOf(Capability capability) {
        return "given";
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context) {
        asked.add(name.toString());
        if (world.blind().contains(name.toString())) return new Observation.CouldNotLook("it does not answer", true);
        var given = world.results().get(name.toString());
        if (given != null)
            return new Observation.Found(List.of(new Content.Facts(name.toString(), "given", given)), given);
        return name.toString().equals("monitoring.get_metrics") ? metrics(arguments) : NOTHING;
    }

    /// The metrics of the host and the service that the report names, each for whichever is asked about.
    private Observation metrics(Arguments arguments) {
        var asked = arguments.optionalText("host").or(() -> arguments.optionalText("service"));
        var wanted = arguments.optionalText("metric");
        var component = asked.or(world::host).or(world::service).orElse("given");
        var values = new HashMap<>(world.metrics());
        if (changed) values.putAll(world.afterwards());
        var series = values.entrySet().stream()
                .filter(metric -> wanted.isEmpty() || wanted.get().equals(metric.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .<Content>map(metric -> series(component, metric.getKey(), number(metric.getValue())))
                .toList();
        return series.isEmpty() ? NOTHING : new Observation.Found(series, new Value.Items(List.of()));
    }

    private Content series(String component, String metric, double value) {
        var now = clock.instant();
        var points = IntStream.range(0, POINTS)
                .mapToObj(n -> new Content.Point(now.minus(Duration.ofMinutes(POINTS - 1L - n)), value))
                .toList();
        return new Content.MetricSeries(component, metric, "", points);
    }

    private static double number(Value value) {
        return switch (value) {
            case Value.Whole(var whole) -> (double) whole;
            case Value.Real(var real) -> real;
            case Value other ->
                throw new ConfigurationException("a metric is a number, and one is given as " + other.display());
        };
    }

    @Override
    public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        asked.add(name.toString());
        if (world.refused().contains(name.toString())) return new Outcome.Refused("it refuses", true);
        var result = Optional.ofNullable(world.results().get(name.toString())).orElse(Value.Fields.NONE);
        if (!Operations.CATALOGUE.get(name).isMessage()) changed = true;
        done.put(key, result);
        return new Outcome.Done(result);
    }

    @Override
    public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        var result = done.get(key);
        return result == null ? new Occurrence.DidNotHappen() : new Occurrence.Happened(result);
    }
}
