package dev.runbook.integrations.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.Samples;
import dev.runbook.integrations.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {

    private static final OperationName RESTART = new OperationName(Capability.COMPUTE, "restart_service");
    private static final OperationName CLEAN = new OperationName(Capability.COMPUTE, "clean_disk");
    private static final OperationName POST = new OperationName(Capability.CHAT, "post_message");
    private static final String SPINNING =
            "{\"kind\": \"runaway_process\", \"component\": \"worker\", \"host\": \"h2\", \"onset\": \"-10m\"}";

    private final SettableClock clock = new SettableClock();
    private final World world = begin(EffectLedger.inMemory());

    private World begin(EffectLedger ledger) {
        return new World(Samples.sick(SPINNING), 5, clock.instant(), clock, ledger);
    }

    private Outcome restart(World world, String service, String key) {
        return world.act(RESTART, Value.fields("host", "h2", "service", service), new IdempotencyKey(key));
    }

    /// Everything that can be seen, as text.
    private static String everything(Sight sight) {
        var all = new ArrayList<Object>();
        all.add(sight.alerts(Duration.ofHours(2)));
        all.add(sight.changes(Duration.ofHours(5)));
        all.add(sight.desk().messages("#ops"));
        for (var component : sight.estate().components()) {
            all.add(sight.metrics(component, Optional.empty(), Duration.ofHours(2)));
            all.add(sight.logs(component, Duration.ofHours(2)));
            all.add(sight.state(component));
        }
        for (var host : sight.estate().hosts()) {
            all.add(sight.processes(host.name()));
            all.add(sight.fullestVolume(host.name()));
        }
        for (var database : sight.estate().databases()) all.add(sight.clients(database));
        return all.toString();
    }

    @Test
    void theSameSeedClockAndActionsGiveTheSameAnswers() {
        var other = begin(EffectLedger.inMemory());

        for (var each : List.of(world, other)) {
            restart(each, "middle", "one");
            each.act(POST, Value.fields("channel", "#ops", "text", "restarted"), new IdempotencyKey("two"));
        }
        clock.advance(Duration.ofMinutes(2));

        assertThat(everything(world.look())).isEqualTo(everything(other.look()));
    }

    @Test
    void anotherSeedGivesOtherNoise() {
        var other = new World(Samples.sick(SPINNING), 6, clock.instant(), clock, EffectLedger.inMemory());

        assertThat(everything(world.look())).isNotEqualTo(everything(other.look()));
    }

    @Test
    void whatWasSeenOfAMomentNeverChanges() {
        var moment = clock.instant();
        var seen = everything(world.look());

        clock.advance(Duration.ofMillis(1));
        restart(world, "worker", "later");
        clock.advance(Duration.ofMinutes(20));
        everything(world.look());

        assertThat(everything(world.lookAt(moment))).isEqualTo(seen);
    }

    @Test
    void itDoesNotMatterHowOftenSomebodyLooks() {
        var other = begin(EffectLedger.inMemory());

        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofSeconds(13));
            world.look().alerts(Duration.ofMinutes(i));
        }

        assertThat(everything(world.look())).isEqualTo(everything(other.look()));
    }

    @Test
    void nothingIsSeenOfTheFuture() {
        var sight = world.look();

        assertThat(sight.estate().components()).allSatisfy(component -> {
            assertThat(sight.metrics(component, Optional.empty(), Duration.ofHours(1)))
                    .allSatisfy(series -> assertThat(series.points())
                            .allMatch(point -> !point.time().isAfter(clock.instant())));
            assertThat(sight.logs(component, Duration.ofHours(1)))
                    .allMatch(line -> !line.time().isAfter(clock.instant()));
        });
    }

    @Test
    void theSameKeyActsOnceAndIsAnsweredAsBefore() {
        var first = restart(world, "worker", "k");
        clock.advance(Duration.ofSeconds(5));
        var second = restart(world, "worker", "k");

        assertThat(second).isEqualTo(first).isInstanceOf(Outcome.Done.class);
        assertThat(world.effects()).hasSize(1);
    }

    @Test
    void aSecondRestartDuringTheFirstIsRefused() {
        restart(world, "worker", "first");
        clock.advance(Duration.ofSeconds(5));

        assertThat(restart(world, "worker", "second")).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.retryable()).isTrue();
            assertThat(refused.reason()).contains("worker@h2").contains("still busy");
        });
        clock.advance(Duration.ofSeconds(20));
        assertThat(restart(world, "worker", "third")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aRefusedActionIsNoEffect() {
        var refused = restart(world, "front", "k");

        assertThat(refused).isEqualTo(new Outcome.Refused("'front' does not run on h2 but on h1", false));
        assertThat(world.effects()).isEmpty();
        assertThat(world.occurred(new IdempotencyKey("k"))).isInstanceOf(Occurrence.DidNotHappen.class);
    }

    @Test
    void itKnowsWhetherAnEffectHappened() {
        restart(world, "worker", "k");

        assertThat(world.occurred(new IdempotencyKey("k"))).isInstanceOf(Occurrence.Happened.class);
        assertThat(world.occurred(new IdempotencyKey("other"))).isInstanceOf(Occurrence.DidNotHappen.class);
    }

    @Test
    void restartingTheWrongServiceHurtsItForAMoment() {
        var acted = clock.instant();
        restart(world, "middle", "k");
        clock.advance(Duration.ofMinutes(3));

        var during = world.lookAt(acted.plusSeconds(15));
        var middle = during.estate().component("middle").orElseThrow();
        var errors = world.look()
                .metrics(middle, Optional.of("error_rate"), Duration.ofMinutes(3))
                .getFirst()
                .points();

        assertThat(during.state(middle)).isEqualTo("restarting");
        assertThat(errors.get(1).value()).isGreaterThan(3);
        assertThat(errors.getLast().value()).isLessThan(1);
    }

    @Test
    void whatMustNotBeDeletedIsNotDeleted() {
        assertThat(clean("/var/lib"))
                .isEqualTo(new Outcome.Refused("'/var/lib' holds data files, which must not be deleted", false));
        assertThat(clean("/var")).isInstanceOf(Outcome.Refused.class);
        assertThat(clean("/")).isInstanceOf(Outcome.Refused.class);
        assertThat(clean("/var/log/../lib")).isInstanceOf(Outcome.Refused.class);
        assertThat(world.effects()).isEmpty();
    }

    @Test
    void cleaningWhereNothingLiesFreesNothing() {
        assertThat(clean("/var/spool"))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(((Value.Fields) done.result()).get("freed_bytes"))
                                .contains(new Value.Whole(0)));
    }

    private Outcome clean(String path) {
        return world.act(CLEAN, Value.fields("host", "h2", "path", path), new IdempotencyKey("clean " + path));
    }

    @Test
    void aWorldIsRebuiltFromItsLedger(@TempDir Path folder) {
        var file = folder.resolve("effects.jsonl");
        var start = clock.instant();
        String before;
        try (var ledger = FileLedger.open(file)) {
            var first = new World(Samples.sick(SPINNING), 5, start, clock, ledger);
            restart(first, "worker", "k1");
            clock.advance(Duration.ofSeconds(70));
            first.act(POST, Value.fields("channel", "#ops", "text", "done \"well\"\n"), new IdempotencyKey("k2"));
            clock.advance(Duration.ofMinutes(1));
            before = everything(first.look());
        }

        try (var ledger = FileLedger.open(file)) {
            var rebuilt = new World(Samples.sick(SPINNING), 5, start, clock, ledger);

            assertThat(everything(rebuilt.look())).isEqualTo(before);
            assertThat(rebuilt.effects()).hasSize(2);
            assertThat(restart(rebuilt, "worker", "k1")).isInstanceOf(Outcome.Done.class);
            assertThat(rebuilt.effects()).hasSize(2);
        }
    }

    @Test
    void itDoesNotMatterWhenItBegan() {
        var early = new World(Samples.sick(SPINNING), 5, Instant.EPOCH, () -> Instant.EPOCH, EffectLedger.inMemory());
        var component = early.look().estate().component("h2").orElseThrow();

        assertThat(values(early, component)).isEqualTo(values(world, component));
    }

    @Test
    void whatWasCuredComesBackWhenTheCureIsTakenBack() {
        var surging = new World(
                Samples.sick(
                        "{\"kind\": \"traffic_surge\", \"component\": \"front\", \"replicas\": 5, \"onset\": \"-10m\"}"),
                5,
                clock.instant(),
                clock,
                EffectLedger.inMemory());

        scale(surging, 6, "up");
        clock.advance(Duration.ofMinutes(5));
        assertThat(surging.healthy(clock.instant())).isTrue();
        scale(surging, 3, "down again");
        clock.advance(Duration.ofMinutes(5));
        assertThat(surging.healthy(clock.instant())).isFalse();
        assertThat(surging.look().alerts(Duration.ZERO)).anyMatch(Sight.SeenAlert::firing);
        scale(surging, 5, "up again");
        clock.advance(Duration.ofMinutes(5));
        assertThat(surging.healthy(clock.instant())).isTrue();
    }

    private static void scale(World world, int replicas, String key) {
        var outcome = world.act(
                new OperationName(Capability.COMPUTE, "scale_service"),
                Value.fields("service", "front", "replicas", replicas),
                new IdempotencyKey(key));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aConfigurationIsRolledBackAlsoWhereNoOtherVersionIsKnown() {
        var misconfigured = new World(
                Samples.sick("{\"kind\": \"config_change\", \"component\": \"worker\", \"setting\": \"pool.max\","
                        + " \"revision\": \"r7\", \"onset\": \"-10m\"}"),
                5,
                clock.instant(),
                clock,
                EffectLedger.inMemory());

        assertThat(rollBack(misconfigured, "worker", "one")).isInstanceOf(Outcome.Done.class);
        clock.advance(Duration.ofMinutes(5));

        assertThat(misconfigured.healthy(clock.instant())).isTrue();
        assertThat(rollBack(misconfigured, "worker", "two")).isInstanceOf(Outcome.Refused.class);
        assertThat(rollBack(misconfigured, "front", "three")).isInstanceOf(Outcome.Refused.class);
    }

    private static Outcome rollBack(World world, String service, String key) {
        return world.act(
                new OperationName(Capability.DEPLOYMENTS, "rollback_deployment"),
                Value.fields("service", service),
                new IdempotencyKey(key));
    }

    private static List<Double> values(World world, dev.runbook.integrations.estate.Component component) {
        return world
                .look()
                .metrics(component, Optional.of("cpu_usage"), Duration.ofHours(1))
                .getFirst()
                .points()
                .stream()
                .map(point -> point.value())
                .toList();
    }
}
