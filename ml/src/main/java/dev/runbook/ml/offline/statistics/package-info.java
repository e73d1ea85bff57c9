/// Robust statistics over metric series: baselines, shifts, onsets.
@NullMarked
package dev.runbook.ml.offline.statistics;

import org.jspecify.annotations.NullMarked;
