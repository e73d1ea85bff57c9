/// Diagnosis of a bundle: verdict, cause, ranked components and hypotheses, with the evidence for each.
@NullMarked
package dev.runbook.ml.diagnose;

import org.jspecify.annotations.NullMarked;
