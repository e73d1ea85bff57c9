@NullMarked
package dev.runbook.core.governor;

import org.jspecify.annotations.NullMarked;
