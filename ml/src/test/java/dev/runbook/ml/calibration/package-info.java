@NullMarked
package dev.runbook.ml.calibration;

import org.jspecify.annotations.NullMarked;
