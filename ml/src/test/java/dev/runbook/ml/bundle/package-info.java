/// Tests of package `bundle`.
@NullMarked
package dev.runbook.ml.bundle;

import org.jspecify.annotations.NullMarked;
