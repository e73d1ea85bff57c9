@NullMarked
package dev.runbook.store.security;

import org.jspecify.annotations.NullMarked;
