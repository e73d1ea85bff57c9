/// The append-only, hash-chained record of everything that happened to an incident.
@NullMarked
package dev.runbook.core.journal;

import org.jspecify.annotations.NullMarked;
