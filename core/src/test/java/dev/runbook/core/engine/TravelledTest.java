package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.runbook.core.testkit.Travelled;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Runs after all others of this module, and looks back at the incidents that they drove. Alone it says
/// nothing.
@Order(Integer.MAX_VALUE)
class TravelledTest {

    @Test
    void everyTransitionOfTheTableIsTakenByAnIncidentThatIsDriven() {
        assumeThat(Travelled.incidents()).as("incidents that other tests drove").isGreaterThan(3000);

        assertThat(Transition.TABLE)
                .as("transitions that no incident takes")
                .filteredOn(row -> !Travelled.taken().contains(row))
                .isEmpty();
    }
}
