package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Thousands of incidents in a hostile world, each from one seed: crashes and failing appends, lost replies,
/// refusals and timeouts, people who decide late, twice, wrongly and against each other, operations that change
/// under way, clocks that jump, other incidents that change the same things, and a kill switch that is turned
/// at any moment. [dev.runbook.core.testkit.Invariants] hold after every event and at every effect, and every
/// incident ends once the world calms down.
///
/// To tell one story again: `-Drunbook.simulation.seed=42`; to tell more of them: `-Druns=100000`.
class SimulationTest {

    private static final int CASES = Integer.getInteger("runs", 3000);

    @Test
    void everyIncidentEndsAndNothingIsDoneTwiceOrUnasked() throws InterruptedException {
        var ends = new EnumMap<Phase.Kind, Integer>(Phase.Kind.class);
        var totals = new Simulation.Counts();
        for (var seed : seeds()) ends.merge(tell(seed, totals), 1, Integer::sum);

        System.out.printf("%d simulated incidents: %s; %s%n", seeds().length, ends, totals);
        if (seeds().length > 1) assertItWasWorthIt(ends, totals);
    }

    private static long[] seeds() {
        var one = Long.getLong("runbook.simulation.seed");
        return one == null ? LongStream.range(0, CASES).toArray() : new long[] {one};
    }

    private static Phase.Kind tell(long seed, Simulation.Counts totals) throws InterruptedException {
        try {
            var simulation = new Simulation(seed, totals);
            return simulation.run();
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
        assertThat(totals.effects).isGreaterThan(CASES / 3);
        assertThat(totals.held).isGreaterThan(CASES / 10);
        assertThat(totals.refusedByGovernor).isGreaterThan(CASES / 100);
        assertThat(totals.stops).isGreaterThan(CASES / 2);
    }
}
