/// Simulated incidents made from a grammar, played through the whole engine and scored.
@org.jspecify.annotations.NullMarked
package dev.runbook.app.suite;
