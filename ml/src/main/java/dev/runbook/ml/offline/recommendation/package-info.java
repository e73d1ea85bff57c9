/// From hypotheses to actions that could cure them, with what they act upon.
@NullMarked
package dev.runbook.ml.offline.recommendation;

import org.jspecify.annotations.NullMarked;
