/// Tests of the work queue.
@NullMarked
package dev.runbook.store.queue;

import org.jspecify.annotations.NullMarked;
