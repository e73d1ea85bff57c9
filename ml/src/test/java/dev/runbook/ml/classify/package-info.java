/// Tests of classification by examples.
@NullMarked
package dev.runbook.ml.classify;

import org.jspecify.annotations.NullMarked;
