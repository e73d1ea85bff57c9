/// From evidence to hypotheses to recommendations: the ports of the ML engine and the records they exchange.
@NullMarked
package dev.runbook.core.diagnosis;

import org.jspecify.annotations.NullMarked;
