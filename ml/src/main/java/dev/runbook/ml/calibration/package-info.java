/// How sure the engine may be, and how well that agreed with being right.
@NullMarked
package dev.runbook.ml.calibration;

import org.jspecify.annotations.NullMarked;
