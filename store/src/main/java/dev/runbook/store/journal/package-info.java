/// The journal in PostgreSQL: append-only, hash-chained, written in shared commits; with the lists that are
/// made from it, the check of its chain, and the feed of its changes.
@NullMarked
package dev.runbook.store.journal;

import org.jspecify.annotations.NullMarked;
