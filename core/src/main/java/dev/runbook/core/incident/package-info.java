/// The incident and the people and signals around it: who reports what, how bad it is, what kind of problem it
/// is.
@NullMarked
package dev.runbook.core.incident;

import org.jspecify.annotations.NullMarked;
