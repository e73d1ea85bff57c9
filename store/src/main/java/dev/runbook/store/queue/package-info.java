/// Hands incidents to whoever drives them, on one node or many, and brings them back when a timer ends,
/// somebody decides, or a node dies.
@NullMarked
package dev.runbook.store.queue;

import org.jspecify.annotations.NullMarked;
