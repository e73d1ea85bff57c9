@NullMarked
package dev.runbook.store;

import org.jspecify.annotations.NullMarked;
