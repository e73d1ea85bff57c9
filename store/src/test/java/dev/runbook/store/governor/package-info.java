@NullMarked
package dev.runbook.store.governor;

import org.jspecify.annotations.NullMarked;
