/// Which runbooks fit a problem: words and meaning together.
@NullMarked
package dev.runbook.ml.offline.retrieval;

import org.jspecify.annotations.NullMarked;
