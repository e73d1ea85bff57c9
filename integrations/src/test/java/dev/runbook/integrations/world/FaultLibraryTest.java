package dev.runbook.integrations.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.Samples;
import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of fault: what it moves, what does not help, what does.
class FaultLibraryTest {

    private final SettableClock clock = new SettableClock();

    /// One fault of each kind in the sample estate.
    private static final List<Sample> SAMPLES = List.of(
            new Sample(
                    "runaway_process",
                    "'component': 'worker', 'host': 'h2', 'process': 'spin'",
                    "h2",
                    "cpu_usage",
                    act("restart_service", "host", "h2", "service", "middle"),
                    act("restart_service", "host", "h2", "service", "worker")),
            new Sample(
                    "memory_leak",
                    "'component': 'middle', 'host': 'h1', 'ramp': '20m'",
                    "h1",
                    "memory_usage",
                    act("restart_service", "host", "h2", "service", "middle"),
                    act("restart_service", "host", "h1", "service", "middle")),
            new Sample(
                    "traffic_surge",
                    "'component': 'front', 'factor': 3",
                    "front",
                    "queue_depth",
                    act("scale_service", "service", "front", "replicas", 3),
                    act("scale_service", "service", "front", "replicas", 4)),
            new Sample(
                    "connection_leak",
                    "'component': 'db', 'application': 'worker'",
                    "db",
                    "connections_used_percent",
                    act("terminate_connections", "database", "db", "application", "middle"),
                    act("terminate_connections", "database", "db", "application", "worker")),
            new Sample(
                    "disk_fill",
                    "'component': 'h2', 'path': '/var/log/worker', 'ramp': '20m'",
                    "h2",
                    "disk_usage",
                    act("clean_disk", "host", "h2", "path", "/var/tmp"),
                    act("clean_disk", "host", "h2", "path", "/var/log")),
            new Sample(
                    "bad_deployment",
                    "'component': 'middle', 'version': '2.1'",
                    "middle",
                    "error_rate",
                    act("restart_service", "host", "h1", "service", "middle"),
                    act("rollback_deployment", "service", "middle")),
            new Sample(
                    "config_change",
                    "'component': 'middle', 'setting': 'pool.max', 'revision': 'c7', 'harm': 'latency'",
                    "middle",
                    "latency_p95_ms",
                    act("scale_service", "service", "middle", "replicas", 9),
                    act("rollback_deployment", "service", "middle")),
            new Sample(
                    "network_degradation",
                    "'component': 'wire', 'services': ['middle']",
                    "wire",
                    "packet_loss",
                    act("reroute_traffic", "service", "front", "avoid", "wire"),
                    act("reroute_traffic", "service", "middle", "avoid", "south")),
            new Sample(
                    "slow_query",
                    "'component': 'db', 'application': 'worker', 'statement': 'SELECT 1'",
                    "db",
                    "query_latency_p95_ms",
                    act("terminate_connections", "database", "db", "application", "worker"),
                    act("restart_service", "host", "h2", "service", "worker")),
            new Sample(
                    "dependency_down",
                    "'component': 'far'",
                    "far",
                    "error_rate",
                    act("restart_service", "host", "h1", "service", "front"),
                    act("restart_service", "host", "h3", "service", "far")));

    static List<Sample> samples() {
        return SAMPLES;
    }

    private static Sample sample(String kind) {
        return SAMPLES.stream().filter(s -> s.kind.equals(kind)).findFirst().orElseThrow();
    }

    private static Act act(String method, Object... parameters) {
        return new Act(method, Value.fields(parameters));
    }

    /// A fault, and what is done about it.
    ///
    /// @param parameters of the fault, in JSON with single quotes
    /// @param component with `metric`, what it moves most
    /// @param wrong plausible and useless
    /// @param right what cures it
    record Sample(String kind, String parameters, String component, String metric, Act wrong, Act right) {
        Scenario scenario() {
            return Samples.sick("{'kind': '%s', 'onset': '-30m', %s}"
                    .formatted(kind, parameters)
                    .replace('\'', '"'));
        }

        @Override
        public String toString() {
            return kind;
        }
    }

    private record Act(String method, Value.Fields parameters) {
        Outcome on(World world, String key) {
            var operation = Operations.CATALOGUE.all().stream()
                    .map(Operation::name)
                    .filter(name -> name.method().equals(method))
                    .findFirst()
                    .orElseThrow();
            return world.act(operation, parameters, new IdempotencyKey(key));
        }
    }

    private World begin(Sample sample) {
        return new World(sample.scenario(), 5, clock.instant(), clock, EffectLedger.inMemory());
    }

    /// The mean of the last three minutes of a metric.
    private static double reading(World world, Sample sample) {
        var sight = world.look();
        return mean(sight, sample, Duration.ofMinutes(3));
    }

    private static double mean(Sight sight, Sample sample, Duration timeframe) {
        var component = sight.estate().component(sample.component).orElseThrow();
        return sight.metrics(component, Optional.of(sample.metric), timeframe).getFirst().points().stream()
                .mapToDouble(point -> point.value())
                .average()
                .orElseThrow();
    }

    private double usual(World world, Sample sample) {
        return mean(world.lookAt(clock.instant().minus(Duration.ofMinutes(40))), sample, Duration.ofMinutes(20));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void itMovesItsMetricAndIsNoticed(Sample sample) {
        var world = begin(sample);

        assertThat(reading(world, sample)).isGreaterThan(1.8 * usual(world, sample));
        assertThat(world.report().alerts()).isNotEmpty();
        assertThat(world.healthy(clock.instant())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aWrongActionLeavesItAsItIs(Sample sample) {
        var world = begin(sample);

        assertThat(sample.wrong.on(world, "wrong")).isInstanceOf(Outcome.Done.class);
        clock.advance(Duration.ofMinutes(6));

        assertThat(reading(world, sample)).isGreaterThan(1.8 * usual(world, sample));
        assertThat(world.healthy(clock.instant())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theRightActionCuresItAfterAWhile(Sample sample) {
        var world = begin(sample);
        double usual = usual(world, sample);

        assertThat(sample.right.on(world, "right")).isInstanceOf(Outcome.Done.class);
        assertThat(world.healthy(clock.instant())).isFalse();
        clock.advance(Duration.ofMinutes(6));

        assertThat(world.healthy(clock.instant())).isTrue();
        assertThat(reading(world, sample)).isLessThan(1.8 * usual);
        assertThat(world.report().alerts()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void itSpeaksInTheLogs(Sample sample) {
        var world = begin(sample);
        var sight = world.look();

        var loud = sight.estate().components().stream()
                .flatMap(component -> sight.logs(component, Duration.ofMinutes(10)).stream())
                .filter(line -> !line.level().equals("info"))
                .toList();
        var calm = world.rosy();

        assertThat(loud).hasSizeGreaterThan(5).noneMatch(line -> line.message().contains("{"));
        assertThat(calm.estate().components().stream()
                        .flatMap(component -> calm.logs(component, Duration.ofMinutes(10)).stream())
                        .filter(line -> line.level().equals("error")))
                .isEmpty();
    }

    @Test
    void everyKindIsSampledAndHasTemplates() {
        var sampled = SAMPLES.stream()
                .map(s -> s.scenario().faults().getFirst().kind())
                .collect(Collectors.toSet());

        assertThat(sampled)
                .hasSize(dev.runbook.integrations.fault.Fault.class.getPermittedSubclasses().length)
                .allSatisfy(kind -> assertThat(dev.runbook.integrations.scenario.Fixtures.STANDARD.complaints())
                        .containsKey(kind));
    }

    @Test
    void callersFeelWhatTheyCall() {
        var world = begin(sample("dependency_down"));

        assertThat(world.report().alerts().stream().map(a -> a.component()).collect(Collectors.toSet()))
                .isEqualTo(Set.of("far", "middle", "front"));
    }

    @Test
    void whatIsSomebodyElsesCannotBeCured() {
        var scenario = Samples.sick("{\"kind\": \"dependency_down\", \"component\": \"partner\", \"onset\": \"-5m\"}");

        assertThat(scenario.faults().getFirst().cures(scenario.estate())).isEqualTo(List.of());
    }

    @Test
    void aFaultThatEndsByItselfLeavesAHealthyWorld() {
        var scenario = Samples.sick(
                "{\"kind\": \"slow_query\", \"component\": \"db\", \"application\": \"worker\", \"onset\": \"-30m\","
                        + " \"until\": \"-10m\"}");
        var world = new World(scenario, 5, clock.instant(), clock, EffectLedger.inMemory());

        assertThat(world.healthy(clock.instant())).isTrue();
        assertThat(world.report().alerts()).isEmpty();
        assertThat(world.look().alerts(Duration.ofHours(1))).isNotEmpty().noneMatch(Sight.SeenAlert::firing);
    }
}
