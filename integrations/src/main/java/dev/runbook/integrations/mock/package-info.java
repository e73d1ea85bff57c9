/// The simulated vendors: each answers as its real counterpart would, from what can be seen of a simulated
/// world.
@NullMarked
package dev.runbook.integrations.mock;

import org.jspecify.annotations.NullMarked;
