/// What can go wrong in a simulated estate: each kind of fault with its symptoms, its words in the logs, and
/// what cures it.
@NullMarked
package dev.runbook.integrations.fault;

import org.jspecify.annotations.NullMarked;
