/// How alerts become incidents: counted, deduplicated, and joined to what is open already.
@NullMarked
package dev.runbook.core.intake;

import org.jspecify.annotations.NullMarked;
