/// What all nodes have begun to do to the world, and the switch that stops it, in PostgreSQL.
@NullMarked
package dev.runbook.store.governor;

import org.jspecify.annotations.NullMarked;
