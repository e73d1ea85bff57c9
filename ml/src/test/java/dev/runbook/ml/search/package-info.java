/// Tests of the search.
@NullMarked
package dev.runbook.ml.search;

import org.jspecify.annotations.NullMarked;
