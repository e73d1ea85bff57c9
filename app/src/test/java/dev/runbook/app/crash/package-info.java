/// Real processes that die at every moment that matters, and what is left of their incidents.
@NullMarked
package dev.runbook.app.crash;

import org.jspecify.annotations.NullMarked;
