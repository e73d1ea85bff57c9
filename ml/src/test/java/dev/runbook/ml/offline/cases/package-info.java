/// Cases to test the engine with: built by hand, or generated from a seed.
@NullMarked
package dev.runbook.ml.offline.cases;

import org.jspecify.annotations.NullMarked;
