/// From evidence to ranked hypotheses.
@NullMarked
package dev.runbook.ml.offline.diagnosis;

import org.jspecify.annotations.NullMarked;
