/// The chained record of what was done about access.
@NullMarked
package dev.runbook.store.security;

import org.jspecify.annotations.NullMarked;
