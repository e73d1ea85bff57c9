/// Reads facts out of what tools say, by a list of conditions that is data.
@NullMarked
package dev.runbook.ml.facts;

import org.jspecify.annotations.NullMarked;
