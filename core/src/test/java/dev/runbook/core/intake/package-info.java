/// What every book of alerts does, and how alerts become incidents.
@NullMarked
package dev.runbook.core.intake;

import org.jspecify.annotations.NullMarked;
