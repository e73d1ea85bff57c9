/// What kind of problem a report describes, and how bad it seems.
@NullMarked
package dev.runbook.ml.offline.classification;

import org.jspecify.annotations.NullMarked;
