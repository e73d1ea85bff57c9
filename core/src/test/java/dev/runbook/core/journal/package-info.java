@NullMarked
package dev.runbook.core.journal;

import org.jspecify.annotations.NullMarked;
