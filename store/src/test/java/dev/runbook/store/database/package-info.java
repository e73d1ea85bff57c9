@NullMarked
package dev.runbook.store.database;

import org.jspecify.annotations.NullMarked;
