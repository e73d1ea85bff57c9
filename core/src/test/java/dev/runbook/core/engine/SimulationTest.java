package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Thousands of incidents in a hostile world, each from one seed: crashes and failing appends, lost
/// replies, refusals and timeouts, looks that fail, cures that decay, people who decide late, twice,
/// wrongly and against each other, operations and runbooks that change under way, clocks that jump, other
/// incidents that change the same things, and a kill switch that is turned at any moment.
/// [dev.runbook.core.testkit.Invariants] hold after every event and at every effect, and every incident
/// ends once the world calms down.
///
/// To tell one story again: `-Drunbook.simulation.seed=42`; to tell more of them: `-Druns=100000`.
class SimulationTest {

    private static final int CASES = Integer.getInteger("runs", 3000);

    @Test
    void everyIncidentEndsAndNothingIsDoneTwiceOrUnasked() throws InterruptedException {
        var ends = new EnumMap<Phase.Kind, Integer>(Phase.Kind.class);
        var totals = new Simulation.Counts();
        long begin = System.nanoTime();
        for (var seed : seeds()) ends.merge(tell(seed, totals), 1, Integer::sum);

        long micros = (System.nanoTime() - begin) / 1000 / seeds().length;
        System.out.printf(
                "%d simulated incidents, %d microseconds each: %s; %s%n", seeds().length, micros, ends, totals);
        if (seeds().length > 1) assertItWasWorthIt(ends, totals);
    }

    @Test
    void theSameSeedTellsTheSameStory() throws InterruptedException {
        for (long seed = 0; seed < 20; seed++) {
            var once = new Simulation(seed, new Simulation.Counts(), _ -> {});
            var again = new Simulation(seed, new Simulation.Counts(), _ -> {});

            once.run();
            again.run();

            assertThat(again.told()).as("seed %d", seed).isEqualTo(once.told());
        }
    }

    private static long[] seeds() {
        var one = Long.getLong("runbook.simulation.seed");
        return one == null ? LongStream.range(0, CASES).toArray() : new long[] {one};
    }

    private static Phase.Kind tell(long seed, Simulation.Counts totals) throws InterruptedException {
        try {
            return new Simulation(seed, totals, _ -> {}).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /// A simulation in which nothing goes wrong, or nothing goes right, proves nothing.
    private static void assertItWasWorthIt(Map<Phase.Kind, Integer> ends, Simulation.Counts totals) {
        assertThat(ends).containsOnlyKeys(Phase.Kind.RESOLVED, Phase.Kind.ESCALATED, Phase.Kind.CLOSED);
        assertThat(ends.values()).allSatisfy(count -> assertThat(count).isGreaterThan(CASES / 100));
        assertThat(totals.crashes).isGreaterThan(CASES);
        assertThat(totals.conflicts).isGreaterThan(CASES / 4);
        assertThat(totals.accepted).isGreaterThan(CASES / 2);
        assertThat(totals.refused).isGreaterThan(CASES / 2);
        assertThat(totals.repeated).isGreaterThan(CASES / 4);
        assertThat(totals.late).isGreaterThan(CASES / 20);
        assertThat(totals.voided).isGreaterThan(CASES / 20);
        assertThat(totals.effects).isGreaterThan(CASES / 3);
        assertThat(totals.undone).isGreaterThan(CASES / 100);
        assertThat(totals.doubts).isGreaterThan(CASES / 50);
        assertThat(totals.decayed).isGreaterThan(CASES / 100);
        assertThat(totals.unseen).isGreaterThan(CASES / 2);
        assertThat(totals.held).isGreaterThan(CASES / 10);
        assertThat(totals.refusedByGovernor).isGreaterThan(CASES / 200);
        assertThat(totals.stops).isGreaterThan(CASES / 4);
    }
}
