/// Tests of package `diagnose`.
@NullMarked
package dev.runbook.ml.diagnose;

import org.jspecify.annotations.NullMarked;
