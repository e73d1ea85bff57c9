/// Scenario files: a simulated incident with its estate, its faults, what misleads, and what should come of it.
@NullMarked
package dev.runbook.integrations.scenario;

import org.jspecify.annotations.NullMarked;
