/// Classifies texts by examples: an organisation's own tickets and alerts.
@NullMarked
package dev.runbook.ml.classify;

import org.jspecify.annotations.NullMarked;
