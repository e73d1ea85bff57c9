@NullMarked
package dev.runbook.store.embedded;

import org.jspecify.annotations.NullMarked;
