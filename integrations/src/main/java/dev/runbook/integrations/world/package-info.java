/// The simulated world of one scenario: what can be measured in it at any time, and what actions do to it. Its
/// state is a pure function of the scenario, the seed, the start and the effects in the ledger.
@NullMarked
package dev.runbook.integrations.world;

import org.jspecify.annotations.NullMarked;
