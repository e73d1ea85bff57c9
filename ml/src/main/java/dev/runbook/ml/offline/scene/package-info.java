/// The evidence of a case, sorted by what it says: measurements, alerts, changes, logs, machinery, dependencies.
@NullMarked
package dev.runbook.ml.offline.scene;

import org.jspecify.annotations.NullMarked;
