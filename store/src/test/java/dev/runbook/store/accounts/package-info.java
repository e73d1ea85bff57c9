@NullMarked
package dev.runbook.store.accounts;

import org.jspecify.annotations.NullMarked;
