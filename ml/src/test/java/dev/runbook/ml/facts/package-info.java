/// Tests of the conditions.
@NullMarked
package dev.runbook.ml.facts;

import org.jspecify.annotations.NullMarked;
