/// The alerts that were taken in.
@NullMarked
package dev.runbook.store.alerts;

import org.jspecify.annotations.NullMarked;
