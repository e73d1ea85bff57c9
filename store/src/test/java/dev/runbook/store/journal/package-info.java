@NullMarked
package dev.runbook.store.journal;

import org.jspecify.annotations.NullMarked;
